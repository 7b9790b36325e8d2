//! The light theme.

use super::tokens::{RADII, SPACING, STROKES, Scheme, TYPE_SIZES, Tokens};
use crate::base::color::Rgba;

impl Tokens {
    /// Dark words on white.
    #[must_use]
    pub const fn light() -> Self {
        Self {
            scheme: Scheme::Light,
            background: Rgba::hex(0xF7_F8_F9),
            panel: Rgba::hex(0xFF_FF_FF),
            canvas: Rgba::hex(0xFB_FB_FA),
            card: Rgba::hex(0xFF_FF_FF),
            card_line: Rgba::hex(0xDC_E0_E5),
            hairline: Rgba::hex(0xE2_E5_E9),
            hover: Rgba::hex(0xF1_F3_F6),
            text: Rgba::hex(0x1A_1F_26),
            text_weak: Rgba::hex(0x5D_67_73),
            text_faint: Rgba::hex(0x69_72_7C),
            accent: Rgba::hex(0x2B_5C_D9),
            accent_soft: Rgba::hex(0xE8_EE_FC),
            on_accent: Rgba::hex(0xFF_FF_FF),
            good: Rgba::hex(0x14_70_6A),
            watch: Rgba::hex(0x92_5F_00),
            off: Rgba::hex(0xB9_3C_0A),
            quote: Rgba::hex(0xF4_F1_EA),
            pain: Rgba::hex(0xFB_ED_E7),
            opportunity: Rgba::hex(0xE9_F4_EE),
            process: Rgba::hex(0xF1_F3_F6),
            stage_tint: [
                Rgba::hex(0xE7_EE_FA),
                Rgba::hex(0xE4_F2_F0),
                Rgba::hex(0xEF_EB_F8),
                Rgba::hex(0xFA_F0_DF),
                Rgba::hex(0xF8_E9_EB),
                Rgba::hex(0xEB_F3_E2),
                Rgba::hex(0xE3_F1_F7),
                Rgba::hex(0xF1_ED_E8),
            ],
            stage_ink: [
                Rgba::hex(0x2F_5A_A8),
                Rgba::hex(0x1F_73_6B),
                Rgba::hex(0x66_50_A8),
                Rgba::hex(0x8F_5F_0A),
                Rgba::hex(0xA8_45_5A),
                Rgba::hex(0x50_70_1F),
                Rgba::hex(0x1E_6A_88),
                Rgba::hex(0x70_5C_44),
            ],
            focus: Rgba::hex(0x2B_5C_D9),
            shadow: Rgba { r: 20, g: 28, b: 40, a: 40 },
            type_sizes: TYPE_SIZES,
            radii: RADII,
            strokes: STROKES,
            spacing: SPACING,
        }
    }
}

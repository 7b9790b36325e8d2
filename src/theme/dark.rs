//! The dark theme.

use super::tokens::{RADII, SPACING, STROKES, Scheme, TYPE_SIZES, Tokens};
use crate::base::color::Rgba;

impl Tokens {
    /// Light words on near-black.
    #[must_use]
    pub const fn dark() -> Self {
        Self {
            scheme: Scheme::Dark,
            background: Rgba::hex(0x15_18_1C),
            panel: Rgba::hex(0x1C_20_25),
            canvas: Rgba::hex(0x17_1A_1F),
            card: Rgba::hex(0x22_27_2D),
            card_line: Rgba::hex(0x34_3A_42),
            hairline: Rgba::hex(0x2C_31_38),
            hover: Rgba::hex(0x28_2E_35),
            text: Rgba::hex(0xE9_EC_EF),
            text_weak: Rgba::hex(0xA3_AD_B8),
            text_faint: Rgba::hex(0x87_91_9C),
            accent: Rgba::hex(0x7E_A2_FF),
            accent_soft: Rgba::hex(0x26_32_4D),
            on_accent: Rgba::hex(0x10_18_28),
            good: Rgba::hex(0x52_C4_B8),
            watch: Rgba::hex(0xE5_B0_4A),
            off: Rgba::hex(0xFF_8A_5C),
            quote: Rgba::hex(0x2A_28_20),
            pain: Rgba::hex(0x33_23_1D),
            opportunity: Rgba::hex(0x1E_2B_24),
            process: Rgba::hex(0x26_2B_31),
            stage_tint: [
                Rgba::hex(0x20_29_3A),
                Rgba::hex(0x1C_2E_2D),
                Rgba::hex(0x29_24_38),
                Rgba::hex(0x33_2B_1C),
                Rgba::hex(0x34_24_28),
                Rgba::hex(0x26_30_1D),
                Rgba::hex(0x1B_2C_35),
                Rgba::hex(0x2E_29_23),
            ],
            stage_ink: [
                Rgba::hex(0x9C_BB_F5),
                Rgba::hex(0x7F_D0_C6),
                Rgba::hex(0xBD_AA_F2),
                Rgba::hex(0xE8_BF_72),
                Rgba::hex(0xF0_A3_B2),
                Rgba::hex(0xB5_D4_84),
                Rgba::hex(0x85_CB_E6),
                Rgba::hex(0xD3_BF_A4),
            ],
            focus: Rgba::hex(0x7E_A2_FF),
            shadow: Rgba { r: 0, g: 0, b: 0, a: 110 },
            type_sizes: TYPE_SIZES,
            radii: RADII,
            strokes: STROKES,
            spacing: SPACING,
        }
    }
}

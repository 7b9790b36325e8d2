//! The channel that the words of a touchpoint name, however they came: typed, pasted from a sheet.

use super::words::tokens;
use crate::model::{CardBody, Channel};

/// Beginnings of words (those that end in "*") and whole words, in the order they are tried for each word.
const CHANNELS: &[(Channel, &[&str])] = &[
    (Channel::Email, &["email*", "e-mail*", "mail", "mails", "mailing*", "newsletter*", "courriel*", "correo"]),
    (Channel::Chat, &["chat*", "whatsapp*", "messenger*", "bot", "bots", "voicebot*", "sms", "slack"]),
    (
        Channel::Web,
        &[
            "web",
            "website*",
            "web-*",
            "webshop*",
            "webseite*",
            "webpage*",
            "online*",
            "site",
            "sites",
            "landing*",
            "landingpage*",
            "portal*",
            "homepage*",
            "browser*",
            "faq*",
            "self-service*",
            "checkout",
        ],
    ),
    (Channel::App, &["app", "apps", "in-app*", "appstore*", "mobile", "push", "push-*", "software", "product"]),
    (
        Channel::Phone,
        &[
            "phone*",
            "call",
            "calls",
            "callcenter*",
            "call-center*",
            "hotline*",
            "telephon*",
            "telefon*",
            "telefoon*",
            "anruf*",
            "ivr",
            "tel",
            "llamada*",
        ],
    ),
    (
        Channel::Store,
        &[
            "store",
            "stores",
            "in-store*",
            "shop",
            "shops",
            "branch",
            "branches",
            "filiale*",
            "laden",
            "boutique*",
            "magasin*",
            "tienda*",
            "winkel*",
            "counter",
            "showroom*",
            "pos",
        ],
    ),
    (
        Channel::Social,
        &[
            "social*",
            "facebook*",
            "instagram*",
            "linkedin*",
            "tiktok*",
            "twitter*",
            "youtube*",
            "review*",
            "reddit*",
            "trustpilot*",
            "forum*",
            "community*",
        ],
    ),
    (
        Channel::Post,
        &[
            "post", "letter*", "parcel*", "package*", "courier*", "brief*", "paket*", "postal*", "flyer*", "mailbox*",
            "delivery",
        ],
    ),
    (
        Channel::Event,
        &[
            "event*",
            "webinar*",
            "meeting*",
            "messe*",
            "fair",
            "fairs",
            "conference*",
            "workshop*",
            "demo",
            "demos",
            "visit",
            "visits",
            "in-person*",
            "face-to-face*",
            "interview*",
        ],
    ),
    (Channel::Partner, &["partner*", "reseller*", "dealer*", "broker*", "agent*", "distributor*", "handler"]),
    (
        Channel::Advert,
        &[
            "ad",
            "ads",
            "advert*",
            "banner*",
            "campaign*",
            "anzeige*",
            "werbung*",
            "sea",
            "sem",
            "billboard*",
            "radio",
            "tv",
            "publicite*",
            "retargeting*",
            "google",
        ],
    ),
];

/// A touchpoint of these words happens through the channel that they name; any other card, and one whose words name
/// none, stays as it is.
#[must_use]
pub fn with_channel_of(body: CardBody, words: &str) -> CardBody {
    match body {
        CardBody::Touchpoint { channel: other, is_moment_of_truth } => {
            CardBody::Touchpoint { channel: channel(words).unwrap_or(other), is_moment_of_truth }
        }
        body => body,
    }
}

/// The channel that a touchpoint names; the first one in its text, as in "Email with a link to the web shop".
fn channel(text: &str) -> Option<Channel> {
    let words = tokens(text);
    let of_word = |word: &str| {
        let is_meant = |known: &&str| match known.strip_suffix('*') {
            Some(beginning) => word.starts_with(beginning),
            None => word == *known,
        };
        CHANNELS.iter().find(|(_, known)| known.iter().any(&is_meant)).map(|(channel, _)| *channel)
    };
    // Two words that are one.
    let pair = |first: &str, second: &str| match (first, second) {
        ("e", "mail" | "mails") => Some(Channel::Email),
        ("live", "chat") => Some(Channel::Chat),
        ("help" | "web" | "online", "center" | "centre" | "shop" | "store") => Some(Channel::Web),
        ("app", "store") | ("play", "store") => Some(Channel::App),
        ("search" | "tv" | "google" | "display" | "social", "ad" | "ads" | "advert") => Some(Channel::Advert),
        ("trade", "fair" | "show") => Some(Channel::Event),
        _ => None,
    };
    words.iter().enumerate().find_map(|(at, word)| {
        let together = words.get(at + 1).and_then(|next| pair(word, next));
        together.or_else(|| of_word(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_guessed_from_words() {
        let check = |expected: Option<Channel>, texts: &[&str]| {
            for text in texts {
                assert_eq!(channel(text), expected, "{text}");
            }
        };
        check(Some(Channel::Email), &["Email", "E-mail newsletter", "E mail", "Post-purchase email", "Newsletter"]);
        check(Some(Channel::App), &["App", "Mobile app", "App Store listing", "In-app message"]);
        check(Some(Channel::Web), &["Web shop", "Online shop", "Webshop", "Help center", "Landing page", "Website"]);
        check(Some(Channel::Store), &["Store", "Shop in town", "Filiale", "In-store screen"]);
        check(Some(Channel::Phone), &["Phone call", "Hotline", "Telefonat", "Call with sales"]);
        check(Some(Channel::Chat), &["Chatbot", "WhatsApp", "Live chat"]);
        check(Some(Channel::Social), &["Facebook post", "Reviews"]);
        check(Some(Channel::Post), &["Letter", "Parcel"]);
        check(Some(Channel::Event), &["Trade fair", "Webinar"]);
        check(Some(Channel::Advert), &["Google ads", "Social ads", "Banner"]);
        check(Some(Channel::Partner), &["Reseller"]);
        check(None, &["", "Something else", "Postpone", "Apple"]);
    }

    #[test]
    fn words_that_name_no_channel_leave_the_one_that_is_there() {
        let of = |channel, words| with_channel_of(CardBody::Touchpoint { channel, is_moment_of_truth: true }, words);
        let expected = |channel| CardBody::Touchpoint { channel, is_moment_of_truth: true };
        assert_eq!(of(Channel::Other, "Rückruf am Telefon"), expected(Channel::Phone));
        assert_eq!(of(Channel::Store, "Asks around"), expected(Channel::Store));
        assert_eq!(with_channel_of(CardBody::Text, "Email"), CardBody::Text);
    }
}

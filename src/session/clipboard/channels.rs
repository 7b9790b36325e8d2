//! The channel that the words of a touchpoint name, however they came: typed, pasted from a sheet.

use super::words::tokens;
use crate::model::{CardBody, Channel};

/// Beginnings of words (those that end in "*") and whole words, in the order they are tried for each word.
type Known = &'static [(Channel, &'static [&'static str])];

/// Words that name a channel wherever they stand.
const CERTAIN: Known = &[
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
            "landing*",
            "landingpage*",
            "portal*",
            "homepage*",
            "browser*",
            "faq*",
            "self-service*",
        ],
    ),
    (Channel::App, &["app", "apps", "in-app*", "appstore*", "push", "push-*"]),
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
            "ladengeschaft*",
            "ladenlokal*",
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
            "facebook*",
            "instagram*",
            "linkedin*",
            "tiktok*",
            "twitter*",
            "youtube*",
            "reddit*",
            "trustpilot*",
            "forum*",
            "community*",
        ],
    ),
    (
        Channel::Post,
        &["letter*", "parcel*", "courier*", "briefpost*", "briefkasten*", "paket*", "postal*", "flyer*", "mailbox*"],
    ),
    (
        Channel::Event,
        &[
            "event*",
            "webinar*",
            "meeting*",
            "messe*",
            "conference*",
            "workshop*",
            "in-person*",
            "face-to-face*",
            "interview*",
        ],
    ),
    (Channel::Partner, &["partner*", "reseller*", "dealer*", "broker*", "distributor*", "handler"]),
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
        ],
    ),
];

/// Words that say more of another word than of a channel: they name one where no certain word does.
const BESIDE: Known = &[
    (Channel::Web, &["online*", "page", "pages", "site", "sites"]),
    (Channel::App, &["mobile", "software"]),
    (Channel::Social, &["social*"]),
];

/// Words that are verbs and adjectives as well: they name a channel at the end, as in "Product demo", and not in "Review
/// contract".
const LAST: Known = &[
    (Channel::Web, &["checkout", "search"]),
    (Channel::Social, &["reviews"]),
    (Channel::Post, &["post", "delivery"]),
    (Channel::Event, &["fair", "fairs", "demo", "demos", "visit", "visits"]),
    (Channel::Partner, &["agent", "agents"]),
    (Channel::Advert, &["google"]),
];

/// Words that name a channel where they are all there is: "Laden", but not "Akku laden".
const ALONE: Known = &[
    (Channel::App, &["product"]),
    (Channel::Store, &["laden"]),
    (Channel::Social, &["review"]),
    (Channel::Post, &["brief", "package", "packages"]),
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

/// The channel of a word.
fn of_word(known: Known, word: &str) -> Option<Channel> {
    let is_meant = |known: &&str| match known.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == *known,
    };
    known.iter().find(|(_, words)| words.iter().any(&is_meant)).map(|(channel, _)| *channel)
}

/// The channel of two words that are one.
fn of_pair(first: &str, second: &str) -> Option<Channel> {
    match (first, second) {
        ("e", "mail" | "mails") => Some(Channel::Email),
        ("live", "chat") => Some(Channel::Chat),
        ("help" | "web" | "online", "center" | "centre" | "shop" | "store") => Some(Channel::Web),
        ("blog", "post" | "posts") => Some(Channel::Web),
        ("app", "store") | ("play", "store") => Some(Channel::App),
        ("search" | "tv" | "google" | "display" | "social", "ad" | "ads" | "advert") => Some(Channel::Advert),
        ("trade", "fair" | "show") | ("site", "visit" | "visits") => Some(Channel::Event),
        ("im", "laden") => Some(Channel::Store),
        ("per" | "als", "brief") => Some(Channel::Post),
        _ => None,
    }
}

/// The channel that a touchpoint names: the first certain one in its text, as in "Email with a link to the web shop",
/// before one that its other words may mean.
fn channel(text: &str) -> Option<Channel> {
    let words = tokens(text);
    let certain = words.iter().enumerate().find_map(|(at, word)| {
        let together = words.get(at + 1).and_then(|next| of_pair(word, next));
        together.or_else(|| of_word(CERTAIN, word))
    });
    let beside = || words.iter().find_map(|word| of_word(BESIDE, word));
    let last = || words.last().and_then(|word| of_word(LAST, word));
    let alone = || words.first().filter(|_| words.len() == 1).and_then(|word| of_word(ALONE, word));
    certain.or_else(beside).or_else(last).or_else(alone)
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

    /// Verbs and adjectives took the place of the words that name the channel.
    #[test]
    fn certain_words_come_before_loose_ones() {
        for (text, expected) in [
            ("Product page", Some(Channel::Web)),
            ("Google search", Some(Channel::Web)),
            ("Visit website", Some(Channel::Web)),
            ("Visit store", Some(Channel::Store)),
            ("Delivery email", Some(Channel::Email)),
            ("Checkout counter", Some(Channel::Store)),
            ("Mobile website", Some(Channel::Web)),
            ("Product demo", Some(Channel::Event)),
            ("Home visit", Some(Channel::Event)),
            ("Social media post", Some(Channel::Social)),
            ("Home delivery", Some(Channel::Post)),
            ("Google", Some(Channel::Advert)),
            ("Product reviews", Some(Channel::Social)),
            ("Laden", Some(Channel::Store)),
            ("Checkout", Some(Channel::Web)),
            ("Briefing", None),
            ("Package comparison", None),
            ("Review contract", None),
            ("Agentur", None),
            ("Akku laden", None),
            ("Compare product", None),
        ] {
            assert_eq!(channel(text), expected, "{text}");
        }
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

//! Columns that say who somebody is. They are left out of an import unless someone chooses them.

use super::headers::{plain, words};
use std::fmt;
use std::net::IpAddr;

/// What a column would tell about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalKind {
    /// A name.
    Name,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postal address.
    Address,
    /// An IP address.
    Ip,
    /// Coordinates of a person.
    Location,
}

impl fmt::Display for PersonalKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "names of people",
            Self::Email => "e-mail addresses",
            Self::Phone => "telephone numbers",
            Self::Address => "postal addresses",
            Self::Ip => "IP addresses",
            Self::Location => "where people are",
        })
    }
}

impl PersonalKind {
    /// What a header says.
    pub(crate) fn of_header(header: &str) -> Option<Self> {
        const NAMES: &[&str] = &[
            "firstname",
            "lastname",
            "fullname",
            "surname",
            "forename",
            "givenname",
            "familyname",
            "middlename",
            "customername",
            "contactname",
            "clientname",
            "username",
            "respondentname",
            "displayname",
            "userdisplayname",
            "requester",
            "requestername",
            "submitter",
            "assignee",
            "assigneename",
            "recipientfirstname",
            "recipientlastname",
            "owner",
            "dealowner",
            "contactowner",
            "opportunityowner",
            "accountowner",
            "caseowner",
            "agent",
            "agentname",
            "createdby",
            "lastmodifiedby",
            "messageauthorname",
            "author",
            "authorname",
            "vorname",
            "nachname",
            "kundenname",
            "bearbeiter",
            "sachbearbeiter",
            "kundenbetreuer",
            "accountmanager",
            "behandelaar",
            "klantnaam",
            "nomduclient",
            "nombredelcliente",
            "nomecliente",
            "ansprechpartner",
            "prenom",
            "prénom",
            "nomdefamille",
            "nombre",
            "apellido",
            "apellidos",
            "cognome",
            "voornaam",
            "achternaam",
            "imie",
            "nazwisko",
            "имя",
            "фамилия",
            "姓名",
            "氏名",
            "이름",
            "personname",
        ];
        const PHONES: &[&str] = &[
            "phone",
            "telephone",
            "mobile",
            "telefon",
            "handy",
            "téléphone",
            "telefono",
            "teléfono",
            "telefone",
            "tel",
            "fax",
            "电话",
            "電話",
        ];
        const ADDRESSES: &[&str] = &[
            "street",
            "address",
            "strasse",
            "straße",
            "adresse",
            "anschrift",
            "direccion",
            "dirección",
            "indirizzo",
            "adres",
            "postcode",
            "postalcode",
            "zipcode",
            "zip",
            "plz",
            "住所",
            "地址",
        ];
        // A question that speaks of a phone, or a part of one, asks about something else.
        if header.contains([':', '?', '？']) {
            return None;
        }
        let name = plain(header);
        let own = words(header);
        let has = |list: &[&str]| own.iter().any(|w| list.contains(&w.as_str()));
        let is_mail =
            name.contains("email") || name == "mail" || name == "mailaddress" || name.contains("correoelectronico");
        let ends_as = |end: &str| name.ends_with(end);
        if is_mail
            && !has(&["opened", "sent", "clicked", "clicks", "opens", "domain", "status", "count", "rate", "type"])
        {
            Some(Self::Email)
        } else if own.iter().any(|w| w == "ip") || name == "ipaddress" || ends_as("ipaddress") || name == "visitip" {
            Some(Self::Ip)
        } else if NAMES.contains(&name.as_str()) {
            Some(Self::Name)
        } else if has(PHONES)
            && !has(&["service", "lines", "calls", "support", "type", "app", "device", "rate", "time"])
        {
            Some(Self::Phone)
        } else if has(ADDRESSES) || ADDRESSES.contains(&name.as_str()) {
            Some(Self::Address)
        } else if name.ends_with("latitude") || name.ends_with("longitude") {
            Some(Self::Location)
        } else {
            None
        }
    }

    /// What a cell holds, by its form alone.
    pub(crate) fn of_cell(cell: &[u8]) -> Option<Self> {
        if cell.len() < 7 || cell.len() > 120 {
            return None;
        }
        let text = std::str::from_utf8(cell).ok()?;
        if let Some((before, after)) = text.split_once('@') {
            let is_mail = !before.is_empty()
                && after.contains('.')
                && !after.ends_with('.')
                && !text.contains(char::is_whitespace);
            return (is_mail && !after.contains('@') && !text.contains("://")).then_some(Self::Email);
        }
        let is_ip_like = text.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'))
            && (text.matches('.').count() == 3 || text.matches(':').count() >= 4);
        if is_ip_like && text.parse::<IpAddr>().is_ok() {
            return Some(Self::Ip);
        }
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let is_phone_like =
            text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | '-' | ' ' | '/' | '.'));
        // A plus or brackets have to say so: anything else is a number.
        let is_phone = is_phone_like && (8..=15).contains(&digits) && (text.starts_with('+') || text.contains(")"));
        is_phone.then_some(Self::Phone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_tell_who() {
        for (header, expected) in [
            ("Recipient Email", Some(PersonalKind::Email)),
            ("E-Mail", Some(PersonalKind::Email)),
            ("Emails opened", None),
            ("IP Address", Some(PersonalKind::Ip)),
            ("visitIp", Some(PersonalKind::Ip)),
            ("First Name", Some(PersonalKind::Name)),
            ("Nachname", Some(PersonalKind::Name)),
            ("Bearbeiter", Some(PersonalKind::Name)),
            ("Account manager", Some(PersonalKind::Name)),
            ("Account type", None),
            ("Requester", Some(PersonalKind::Name)),
            ("Phone Number", Some(PersonalKind::Phone)),
            ("PhoneService", None),
            ("Street address", Some(PersonalKind::Address)),
            ("LocationLatitude", Some(PersonalKind::Location)),
            ("Event name", None),
            ("Product", None),
            ("Tip", None),
            ("Channels?: Phone", None),
        ] {
            assert_eq!(PersonalKind::of_header(header), expected, "{header}");
        }
    }

    #[test]
    fn cells_that_tell_who() {
        for (cell, expected) in [
            ("ann@example.com", Some(PersonalKind::Email)),
            ("at me @ noon.", None),
            ("10.0.0.1", Some(PersonalKind::Ip)),
            ("2001:db8::8a2e:370:7334", Some(PersonalKind::Ip)),
            ("+49 30 1234567", Some(PersonalKind::Phone)),
            ("(030) 123 45 67", Some(PersonalKind::Phone)),
            ("12345678", None),
            ("2024-01-01", None),
            ("(1,200.00)", None),
            ("1.2.3", None),
        ] {
            assert_eq!(PersonalKind::of_cell(cell.as_bytes()), expected, "{cell}");
        }
    }
}

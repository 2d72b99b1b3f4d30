/// Which countries dial a trunk prefix 0 before national numbers, and in which a 0 is part of the number.
///
/// The trunk prefix is dialled within a country and never from abroad: `0211 1234567` is `+49 211 1234567`. People write it
/// nevertheless, as `+49 (0)211` or `+49 0211`. In a country that has the prefix no number begins with 0, so a 0 that follows
/// the country code can only be the prefix.
///
/// Source: the "national prefix" and the number ranges in the metadata of libphonenumber 9.0
/// (https://github.com/google/libphonenumber, `resources/PhoneNumberMetadata.xml`), which follows the list "Dialling
/// procedures" of the ITU-T Operational Bulletin. Hungary (06), Russia (8) and others with another prefix are in neither set.
enum TrunkPrefix {
    /// Country codes of plans with the trunk prefix 0.
    static let zero: Set<String> = [
        "20", "27", "31", "32", "33", "40", "41", "43", "44", "46", "49", "51", "53", "54", "55", "57", "58", "60",
        "61", "62", "63", "64", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98", "211", "212",
        "213", "218", "231", "232", "233", "234", "243", "249", "250", "251", "252", "254", "255", "256", "260",
        "261", "262", "263", "264", "265", "291", "353", "355", "358", "359", "370", "373", "374", "377", "380",
        "381", "382", "383", "385", "386", "387", "389", "421", "423", "508", "590", "591", "593", "594", "595",
        "596", "598", "686", "850", "855", "856", "880", "886", "961", "962", "963", "964", "966", "967", "970",
        "971", "972", "976", "977", "994", "995", "996",
    ]

    /// Country codes of plans without a trunk prefix in which numbers begin with 0: Italy (with the Vatican) and San Marino,
    /// Ivory Coast, Burkina Faso, Niger, Benin, Gabon, Congo, Ascension, Tajikistan.
    static let partOfNumber: Set<String> = [
        "39", "225", "226", "227", "229", "241", "242", "247", "378", "379", "992",
    ]

    /// Removes trunk zeros after the country code of digits in international form.
    static func removed(from digits: String) -> String {
        let code = PhoneNumber.countryCode(of: digits)
        let national = digits.dropFirst(code.count)
        guard national.first == "0", zero.contains(code) else { return digits }
        return code + national.drop { $0 == "0" }
    }
}

import Testing

@testable import CallFlow

@Suite("How numbers, dates, times and prices are said")
struct WordingTests {
    /// Recorded from num2words 0.5.14 (LGPL), an independent source; its German 101,000 and ordinals of 100 and 1,000 differ.
    private static let recorded = """
        0|null|-|zero|-
        1|eins|erste|one|first
        2|zwei|zweite|two|second
        3|drei|dritte|three|third
        7|sieben|siebte|seven|seventh
        8|acht|achte|eight|eighth
        10|zehn|zehnte|ten|tenth
        11|elf|elfte|eleven|eleventh
        12|zwölf|zwölfte|twelve|twelfth
        13|dreizehn|dreizehnte|thirteen|thirteenth
        16|sechzehn|sechzehnte|sixteen|sixteenth
        17|siebzehn|siebzehnte|seventeen|seventeenth
        19|neunzehn|neunzehnte|nineteen|nineteenth
        20|zwanzig|zwanzigste|twenty|twentieth
        21|einundzwanzig|einundzwanzigste|twenty-one|twenty-first
        30|dreißig|dreißigste|thirty|thirtieth
        31|einunddreißig|einunddreißigste|thirty-one|thirty-first
        66|sechsundsechzig|sechsundsechzigste|sixty-six|sixty-sixth
        77|siebenundsiebzig|siebenundsiebzigste|seventy-seven|seventy-seventh
        99|neunundneunzig|neunundneunzigste|ninety-nine|ninety-ninth
        101|einhunderteins|einhunderterste|one hundred and one|one hundred and first
        111|einhundertelf|einhundertelfte|one hundred and eleven|one hundred and eleventh
        116|einhundertsechzehn|einhundertsechzehnte|one hundred and sixteen|one hundred and sixteenth
        121|einhunderteinundzwanzig|einhunderteinundzwanzigste|one hundred and twenty-one|one hundred and twenty-first
        200|zweihundert|zweihundertste|two hundred|two hundredth
        217|zweihundertsiebzehn|zweihundertsiebzehnte|two hundred and seventeen|two hundred and seventeenth
        301|dreihunderteins|dreihunderterste|three hundred and one|three hundred and first
        999|neunhundertneunundneunzig|neunhundertneunundneunzigste|nine hundred and ninety-nine|nine hundred and ninety-ninth
        1001|eintausendeins|eintausenderste|one thousand and one|one thousand and first
        1011|eintausendelf|eintausendelfte|one thousand and eleven|one thousand and eleventh
        1100|eintausendeinhundert|eintausendeinhundertste|one thousand, one hundred|one thousand, one hundredth
        1111|eintausendeinhundertelf|eintausendeinhundertelfte|one thousand, one hundred and eleven|one thousand, one hundred and eleventh
        1999|eintausendneunhundertneunundneunzig|eintausendneunhundertneunundneunzigste|one thousand, nine hundred and ninety-nine|one thousand, nine hundred and ninety-ninth
        2000|zweitausend|zweitausendste|two thousand|two thousandth
        2026|zweitausendsechsundzwanzig|zweitausendsechsundzwanzigste|two thousand and twenty-six|two thousand and twenty-sixth
        2101|zweitausendeinhunderteins|zweitausendeinhunderterste|two thousand, one hundred and one|two thousand, one hundred and first
        10000|zehntausend|zehntausendste|ten thousand|ten thousandth
        11000|elftausend|elftausendste|eleven thousand|eleven thousandth
        12345|zwölftausenddreihundertfünfundvierzig|zwölftausenddreihundertfünfundvierzigste|twelve thousand, three hundred and forty-five|twelve thousand, three hundred and forty-fifth
        20021|zwanzigtausendeinundzwanzig|zwanzigtausendeinundzwanzigste|twenty thousand and twenty-one|twenty thousand and twenty-first
        99999|neunundneunzigtausendneunhundertneunundneunzig|neunundneunzigtausendneunhundertneunundneunzigste|ninety-nine thousand, nine hundred and ninety-nine|ninety-nine thousand, nine hundred and ninety-ninth
        110000|einhundertzehntausend|einhundertzehntausendste|one hundred and ten thousand|one hundred and ten thousandth
        123456|einhundertdreiundzwanzigtausendvierhundertsechsundfünfzig|einhundertdreiundzwanzigtausendvierhundertsechsundfünfzigste|one hundred and twenty-three thousand, four hundred and fifty-six|one hundred and twenty-three thousand, four hundred and fifty-sixth
        200000|zweihunderttausend|zweihunderttausendste|two hundred thousand|two hundred thousandth
        700007|siebenhunderttausendsieben|siebenhunderttausendsiebte|seven hundred thousand and seven|seven hundred thousand and seventh
        999999|neunhundertneunundneunzigtausendneunhundertneunundneunzig|neunhundertneunundneunzigtausendneunhundertneunundneunzigste|nine hundred and ninety-nine thousand, nine hundred and ninety-nine|nine hundred and ninety-nine thousand, nine hundred and ninety-ninth
        1000000|eine Million|-|one million|one millionth
        """

    @Test("Numbers and ordinals as num2words has them", arguments: recorded.split(separator: "\n"))
    func numbers(_ row: Substring) throws {
        let fields = row.split(separator: "|").map(String.init)
        let number = try #require(Int(fields[0]))
        #expect(WordingLanguage.german.cardinal(number) == fields[1])
        #expect(WordingLanguage.english.cardinal(number) == fields[3])
        if fields[2] != "-" { #expect(GermanNumbers.ordinalStem(number) + "e" == fields[2]) }
        if fields[4] != "-" { #expect(EnglishNumbers.ordinal(number) == fields[4]) }
    }

    @Test(
        "Numbers beyond them",
        arguments: [
            (WordingLanguage.german, -5, "minus fünf"), (.english, -21, "minus twenty-one"),
            (.german, 2_001_000_001, "zwei Milliarden eine Million eins"), (.german, 101_000, "einhunderteintausend"),
            (.german, 1_000_000_000_000, "eins null null null null null null null null null null null null"),
            (
                .english, 999_999_999_999,
                "nine hundred and ninety-nine billion, nine hundred and ninety-nine million, nine hundred and ninety-nine thousand, nine hundred and ninety-nine"
            ),
        ])
    func large(_ language: WordingLanguage, _ number: Int, _ words: String) {
        #expect(language.cardinal(number) == words)
    }

    @Test(
        "German texts",
        arguments: [
            (
                "Drücken Sie die 1 für den Verkauf und die 2 für den Service.",
                "Drücken Sie die eins für den Verkauf und die zwei für den Service."
            ),
            ("Drücken Sie die 1. Für den Service die 2.", "Drücken Sie die eins. Für den Service die zwei."),
            ("Wir sind am 24.12. geschlossen.", "Wir sind am vierundzwanzigsten Dezember geschlossen."),
            (
                "Vom 24.12. bis 01.01.2027 haben wir Betriebsferien.",
                "Vom vierundzwanzigsten Dezember bis ersten Januar zweitausendsiebenundzwanzig haben wir Betriebsferien."
            ),
            (
                "Vom 24. bis 31. Dezember ist geschlossen.",
                "Vom vierundzwanzigsten bis einunddreißigsten Dezember ist geschlossen."
            ),
            ("24.12.: geschlossen", "vierundzwanzigster Dezember: geschlossen"),
            ("Der 24.12. ist ein Donnerstag.", "Der vierundzwanzigste Dezember ist ein Donnerstag."),
            ("Am Montag, 24. Dezember, geschlossen.", "Am Montag, vierundzwanzigsten Dezember, geschlossen."),
            ("Montag, 24.12., geschlossen.", "Montag, vierundzwanzigster Dezember, geschlossen."),
            (
                "Ab dem 1. Januar 2027 neue Preise.",
                "Ab dem ersten Januar zweitausendsiebenundzwanzig neue Preise."
            ),
            (
                "Wir sitzen im 1. Stock, die 2. Etage ist das Lager.",
                "Wir sitzen im ersten Stock, die zweite Etage ist das Lager."
            ),
            (
                "Montag bis Freitag von 9 bis 12 Uhr und von 14 bis 18:30 Uhr.",
                "Montag bis Freitag von neun bis zwölf Uhr und von vierzehn bis achtzehn Uhr dreißig."
            ),
            (
                "Mo-Fr 9:00-12:00 Uhr, Sa 9-13 Uhr",
                "Montag bis Freitag neun bis zwölf Uhr, Samstag neun bis dreizehn Uhr"
            ),
            (
                "um 1 Uhr, um 1:30 Uhr, um 0:15 Uhr, um 24 Uhr, 9.30 Uhr",
                "um ein Uhr, um ein Uhr dreißig, um null Uhr fünfzehn, um vierundzwanzig Uhr, neun Uhr dreißig"
            ),
            (
                "Das kostet 19,90 €, also 19 € und 90 Cent, oder € 5,-.",
                "Das kostet neunzehn Euro neunzig, also neunzehn Euro und neunzig Cent, oder fünf Euro."
            ),
            (
                "1.250,00 € oder 1.250 Euro oder 1250 € und 0,50 € und 1 € und 1,01 €",
                "eintausendzweihundertfünfzig Euro oder eintausendzweihundertfünfzig Euro oder eintausendzweihundertfünfzig Euro und fünfzig Cent und ein Euro und ein Euro eins"
            ),
            (
                "14 ct/min aus dem Festnetz, max. 42 ct/Min. aus dem Mobilfunk.",
                "vierzehn Cent pro Minute aus dem Festnetz, max. zweiundvierzig Cent pro Minute aus dem Mobilfunk."
            ),
            (
                "Rufen Sie 0211 400 1100 an oder +49 211 4001100.",
                "Rufen Sie null zwei eins eins, vier null null, eins eins null null an oder plus vier neun, zwei eins eins, vier null null, eins eins null null."
            ),
            (
                "Tel. 0211/400-1100, (0211) 400 1100, 0800 1234567",
                "Tel. null zwei eins eins, vier null null, eins eins null null, null zwei eins eins, vier null null, eins eins null null, null acht null null, eins zwei drei, vier fünf sechs sieben"
            ),
            (
                "Im Notfall wählen Sie die 112 oder 116 117 oder 116117.",
                "Im Notfall wählen Sie die eins eins zwei oder eins eins sechs, eins eins sieben oder eins eins sechs, eins eins sieben."
            ),
            ("Zimmer 112, 110 Mitarbeiter", "Zimmer einhundertzwölf, einhundertzehn Mitarbeiter"),
            (
                "Seit 1985 und 2026 für Sie da, Angebot 3,5 % und 20% Rabatt, -5 °C",
                "Seit neunzehnhundertfünfundachtzig und zweitausendsechsundzwanzig für Sie da, Angebot drei Komma fünf Prozent und zwanzig Prozent Rabatt, minus fünf Grad"
            ),
            (
                "Geheimzahl 0815, PLZ 40210 Düsseldorf, 10000 Kunden, 1.000.000 Euro",
                "Geheimzahl null acht eins fünf, PLZ vier null zwei, eins null Düsseldorf, zehntausend Kunden, eine Million Euro"
            ),
            (
                "A4 und 3D und MP3 und mail a1@example.com und www.example.com/24 und http://x.de/24.12.",
                "A4 und 3D und MP3 und mail a1@example.com und www.example.com/24 und http://x.de/24.12."
            ),
            ("Mit der * zurück, mit der # weiter.", "Mit der Sterntaste zurück, mit der Rautetaste weiter."),
            (
                "1. Weihnachtstag, am 2. Weihnachtstag, heute ist 1. Weihnachtstag.",
                "erster Weihnachtstag, am zweiten Weihnachtstag, heute ist erster Weihnachtstag."
            ),
            (
                "Wir sind 24/7 erreichbar, 1 Minute, 1 Tag, 21 Tage",
                "Wir sind rund um die Uhr erreichbar, eine Minute, ein Tag, einundzwanzig Tage"
            ),
            ("am 31. Wir sind dann weg", "am einunddreißigsten. Wir sind dann weg"),
            (
                "am 30.02. 99.99. 2026-12-24 2026-13-45",
                "am dreißig Punkt null zwei. neunundneunzig Punkt neun neun. vierundzwanzigster Dezember zweitausendsechsundzwanzig zweitausendsechsundzwanzig bis dreizehn bis fünfundvierzig"
            ),
            (
                "Kundennummer 1234567890123",
                "Kundennummer eins zwei drei, vier fünf sechs, sieben acht neun, null eins zwei drei"
            ),
            (
                "Ihre Bestellung 4711 kommt in 2-3 Tagen.",
                "Ihre Bestellung viertausendsiebenhundertelf kommt in zwei bis drei Tagen."
            ),
            (
                "99999999999999999999999999",
                "neun neun neun, neun neun neun, neun neun neun, neun neun neun, neun neun neun, neun neun neun, neun neun neun, neun neun neun, neun neun"
            ),
            ("bis 31.12.", "bis einunddreißigsten Dezember."),
            ("jeden 1. und 3. Dienstag im Monat", "jeden ersten und dritten Dienstag im Monat"),
            (
                "Mo-Fr 9:00-12:00 Uhr, Sa. 9-13 Uhr, So geht das. Mo. – Do. 8 Uhr",
                "Montag bis Freitag neun bis zwölf Uhr, Samstag neun bis dreizehn Uhr, So geht das. Montag bis Donnerstag acht Uhr"
            ),
            ("jeden 1. und 3. Dienstag im Monat", "jeden ersten und dritten Dienstag im Monat"),
            (
                "Mit der * zurück, mit der # weiter, #-Taste, die # Taste, Drücken Sie #.",
                "Mit der Sterntaste zurück, mit der Rautetaste weiter, Raute-Taste, die Raute Taste, Drücken Sie Raute."
            ),
            (
                "Am Montag, 24. Dezember; am Donnerstag, den 24.12.2026, ab 14 Uhr",
                "Am Montag, vierundzwanzigsten Dezember; am Donnerstag, den vierundzwanzigsten Dezember zweitausendsechsundzwanzig, ab vierzehn Uhr"
            ),
        ])
    func german(_ written: String, _ spoken: String) { #expect(WordingLanguage.german.words(of: written) == spoken) }

    @Test(
        "English texts",
        arguments: [
            (
                "Press 1 for sales, 2 for service, or 0 for reception.",
                "Press one for sales, two for service, or zero for reception."
            ),
            (
                "We are closed on 24 December and on December 26th, 2026.",
                "We are closed on the twenty-fourth of December and on December twenty-sixth, twenty twenty-six."
            ),
            (
                "We reopen on the 2nd of January at 9 am or 9:30 p.m. or 14:30.",
                "We reopen on the second of January at nine a.m. or nine thirty p.m. or two thirty p.m."
            ),
            (
                "Open 9am-5pm, 9:00-17:00, 9-5, from 9 to 12.",
                "Open nine a.m. to five p.m., nine to five p.m., nine to five, from nine to twelve."
            ),
            (
                "That is $5.50, €19.90, £2.99, $1, $0.99, 1,250.00 USD, €5",
                "That is five dollars fifty, nineteen euros ninety, two pounds ninety-nine, one dollar, ninety-nine cents, one thousand, two hundred and fifty dollars, five euros"
            ),
            (
                "Call 0211 400 1100, +49 211 4001100, (212) 555-0199, 1-800-555-0199 or 555-0199.",
                "Call zero two one one, four zero zero, one one zero zero, plus four nine, two one one, four zero zero, one one zero zero, two one two, five five five, zero one nine nine, one, eight zero zero, five five five, zero one nine nine or five five five, zero one nine nine."
            ),
            (
                "Call 911 or dial 112. Room 112.",
                "Call nine one one or dial one one two. Room one hundred and twelve."
            ),
            (
                "Since 1985, in 2026, 1500 members, 2,500 members, 3.5 %, 20% off",
                "Since nineteen eighty-five, in twenty twenty-six, one thousand, five hundred members, two thousand, five hundred members, three point five percent, twenty percent off"
            ),
            (
                "on 24/12/2026, 12/24/2026, 2026-12-24, 24.12.",
                "on the twenty-fourth of December twenty twenty-six, the twenty-fourth of December twenty twenty-six, the twenty-fourth of December twenty twenty-six, the twenty-fourth of December."
            ),
            (
                "On the 24th we close at 5 o'clock, at 5:00, at 5:05.",
                "On the twenty-fourth we close at five o'clock, at five o'clock, at five oh five."
            ),
            ("Press the # key or *.", "Press the hash key or star."),
            (
                "We are here 24/7. 1st floor, 22nd, 103rd, 12th",
                "We are here twenty-four seven. first floor, twenty-second, one hundred and third, twelfth"
            ),
            (
                "May 1 is a holiday. In May 2027 too.",
                "May first is a holiday. In May twenty twenty-seven too."
            ),
            (
                "Mon-Fri 9-5pm, Sat 9 am. We close at 5 p.m. Thanks.",
                "Monday to Friday nine to five p.m., Saturday nine a.m. We close at five p.m. Thanks."
            ),
            ("Mon.-Thu. 9:30-17:45", "Monday to Thursday nine thirty to five forty-five p.m."),
        ])
    func english(_ written: String, _ spoken: String) { #expect(WordingLanguage.english.words(of: written) == spoken) }

    @Test(
        "Hours of a day",
        arguments: [
            ("closed", "geschlossen", "closed"), ("00:00-24:00", "rund um die Uhr", "around the clock"),
            ("09:00-17:00", "von neun bis siebzehn Uhr", "from nine a.m. to five p.m."),
            (
                "09:00-12:00, 14:00-18:00", "von neun bis zwölf Uhr und von vierzehn bis achtzehn Uhr",
                "from nine to twelve and from two to six p.m."
            ),
            (
                "08:30-12:15", "von acht Uhr dreißig bis zwölf Uhr fünfzehn",
                "from eight thirty a.m. to twelve fifteen p.m."
            ),
            (
                "08:00-09:00, 10:00-11:05, 12:00-13:00",
                "von acht bis neun Uhr, von zehn bis elf Uhr fünf und von zwölf bis dreizehn Uhr",
                "from eight to nine a.m., from ten to eleven oh five a.m. and from twelve to one p.m."
            ),
            ("22:00-06:00", "von zweiundzwanzig bis sechs Uhr", "from ten p.m. to six a.m."),
            ("18:00-24:00", "von achtzehn bis vierundzwanzig Uhr", "from six p.m. to midnight"),
            ("00:00-06:00", "von null bis sechs Uhr", "from midnight to six a.m."),
            ("01:00-03:00", "von ein Uhr bis drei Uhr", "from one to three a.m."),
            ("00:30-01:00", "von null Uhr dreißig bis ein Uhr", "from twelve thirty to one a.m."),
            ("14:00-06:00", "von vierzehn bis sechs Uhr", "from two p.m. to six a.m."),
        ])
    func hours(_ written: String, _ german: String, _ english: String) throws {
        let hours = try DayHours(written)
        #expect(WordingLanguage.german.hours(hours) == german)
        #expect(WordingLanguage.english.hours(hours) == english)
    }

    @Test("Every time of a day is said in one way")
    func clock() {
        for language in WordingLanguage.allCases {
            #expect(Set((0..<1440).map(language.clock)).count == 1440)
        }
        #expect(WordingLanguage.german.clock(1440) == "vierundzwanzig Uhr")
        #expect(WordingLanguage.english.clock(0) == "midnight")
        #expect(WordingLanguage.english.clock(720) == "noon")
    }

    @Test("Every public holiday has a name in English that is not its German one, or is a name everywhere")
    func holidays() {
        let local = ["Näfelser Fahrt", "Bruder Klaus", "Weiberfastnacht", "Florianitag", "Rupertitag", "Leopolditag"]
        for rule in HolidayTable.shared.rules
        where !rule.regions.allSatisfy({ $0.hasPrefix("CH-") || $0.contains("/") }) {
            guard rule.years.upperBound > 2028, !local.contains(rule.name) else { continue }
            #expect(WordingLanguage.english.holiday(rule.name) != rule.name, "\(rule.name)")
        }
    }

    @Test(
        "Hostile texts stay finite and lose nothing",
        arguments: [
            String(repeating: "1", count: 4000), String(repeating: "1.", count: 2000),
            String(repeating: "0 ", count: 2000),
            String(repeating: "24.12.-", count: 500), String(repeating: "(1", count: 2000), "+", "+ ", "(", "1:", ":30",
            "-", "€", "$ ",
            "1.1", "99:99 Uhr", "00.00.", "1.234.567.890.123.456.789", "0,", "1,-", "#", "*1", "Mo-", "٣٤", "१२", "²",
            "1\u{301}", "👩‍👩‍👧1",
        ])
    func hostile(_ text: String) {
        for language in WordingLanguage.allCases {
            let words = language.words(of: text)
            #expect(!words.isEmpty)
            #expect(words.utf8.count < 100 + 60 * text.utf8.count)
        }
    }
}

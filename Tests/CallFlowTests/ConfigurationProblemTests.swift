import CallFlow
import Telephony
import Testing

/// Every problem of a file's form and values, with its place and suggestion.
struct ConfigurationProblemTests {
    typealias Case = (text: String, kind: ConfigurationProblem.Kind, suggestion: String?)

    /// Expects one problem, below the two lines that every file needs.
    private func expect(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        let configuration = MarkedConfiguration(MarkedConfiguration.head + marked)
        let reading = try configuration.read(["closed", "welcome"])
        let place = try #require(configuration.places.first)
        #expect(reading.problems == [.expected(kind, suggestion, at: place)])
        #expect((reading.configuration == nil) == (kind.severity == .error))
        try expectCorrection(configuration, reading.problems, ["closed", "welcome", "main-menu"])
    }

    /// Expects that the first problem's suggestion, written into the file, leaves no error. (A text that is a quoted alias
    /// is still not the name of a flow.)
    private func expectCorrection(
        _ configuration: MarkedConfiguration, _ problems: [ConfigurationProblem], _ announcements: [String]? = nil
    ) throws {
        guard let problem = problems.first, problem.suggestion != nil else { return }
        let corrected = MarkedConfiguration(try configuration.corrected(by: problem))
        let errors = try corrected.read(announcements).problems.filter {
            $0.severity == .error && $0.kind != .unknownName(.flow, "*away")
        }
        #expect(errors.isEmpty, "\(corrected.text)\n\(errors.map(\.message))")
    }

    private static let numbers = "numbers: { +49 211 1234567: connect }\n"

    @Test(
        arguments: [
            (numbers + "«recording»: { folder: x }", .unknownKey("recording", of: "the file"), "recordings"),
            (numbers + "«colour»: red", .unknownKey("colour", of: "the file"), nil),
            (numbers + "recordings: { «levl»: keep }", .unknownKey("levl", of: "`recordings`"), "level"),
            (numbers + "«numbers»: {}", .yaml(.duplicateKey("numbers", firstLine: 3)), nil),
            (numbers + "recordings: { trim: true, «trim»: true }", .yaml(.duplicateKey("trim", firstLine: 4)), nil),
            (numbers + "«recordings»:", .noValue("recordings"), nil),
            (numbers + "recordings: «media»", .wrongKind("`recordings`", expected: "a mapping", found: "text"), nil),
            (numbers + "flows: «[ a, b ]»", .wrongKind("`flows`", expected: "a mapping", found: "a list"), nil),
            (
                numbers + "recordings: { folder: «[ a ]» }",
                .wrongKind("`folder`", expected: "a text", found: "a list"),
                nil
            ),
            (numbers + "«[ a ]»: b", .yaml(.keyIsNoText), nil),
            ("numbers: { +49 211 1234567: «!!str connect» }", .yaml(.tag("tag:yaml.org,2002:str")), nil),
            ("numbers: { +49 211 1234567: «*away» }", .yaml(.unknownAlias("away")), "\"*away\""),
            (
                "numbers: { +49 211 1234567: { menu: m } }\nmenus:\n  m:\n    prompt: closed\n    choices:\n      1: hangup\n      «#: hangup»",
                .yaml(.keyIsComment("#: hangup")), "\"#\": hangup"
            ),
        ] as [Case])
    func form(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        try expect(marked, kind, suggestion)
    }

    @Test(
        arguments: [
            ("«yes»", .badValue("`trim`", expected: "`true` or `false`"), "true"),
            ("«0»", .badValue("`trim`", expected: "`true` or `false`"), "false"),
            ("«maybe»", .badValue("`trim`", expected: "`true` or `false`"), nil),
        ] as [Case])
    func truthValues(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        try expect(Self.numbers + "recordings: { trim: \(marked) }", kind, suggestion)
    }

    @Test(
        arguments: [
            ("«-19»", "-19 dBm0"), ("«loud»", nil), ("«-41 LUFS»", nil), ("«0 dBm0»", nil), ("«nan LUFS»", nil),
        ] as [(String, String?)])
    func levels(_ marked: String, _ suggestion: String?) throws {
        let kind = ConfigurationProblem.Kind.badValue("`level`", expected: "`keep`, -37 to -7 dBm0, or -40 to -10 LUFS")
        try expect(Self.numbers + "recordings: { level: \(marked) }", kind, suggestion)
    }

    @Test(
        arguments: [
            ("listen: «8080»", "127.0.0.1:8080"), ("listen: «\"::1:8080\"»", "\"[::1]:8080\""),
            ("listen: «0.0.0.0:65536»", nil),
            ("listen: «localhost»", nil), ("listen: «\"a b:80\"»", nil), ("listen: «\"[x]:80\"»", nil),
        ] as [(String, String?)])
    func endpoints(_ marked: String, _ suggestion: String?) throws {
        let kind = ConfigurationProblem.Kind.badValue(
            "`listen`", expected: "an address and a port up to 65535, such as `127.0.0.1:8080`")
        try expect(Self.numbers + "server: { \(marked) }", kind, suggestion)
    }

    @Test(
        arguments: [
            ("server: { listen: 127.0.0.1:80, admin: «127.0.0.1:80» }", .sameEndpoint("127.0.0.1:80"), nil),
            (
                "server: { «tls»: { certificate: a.pem } }", .missingKey("key", of: "`tls`"), "key: privkey.pem"
            ),
            (
                "server: { «tunnel»: { url: https://phone.example.com } }", .missingKey("ssh", of: "`tunnel`"),
                "ssh: nokey@localhost.run"
            ),
            (
                "server: { tunnel: { ssh: a@b, command: «cloudflared» } }",
                .badValue("`tunnel`", expected: "`ssh` or `command`, not both"), nil
            ),
            (
                "server: { tunnel: «-oProxyCommand=x» }",
                .badValue(
                    "`tunnel`",
                    expected: "`user@host` for ssh, or a command such as "
                        + "`cloudflared tunnel --url http://localhost:{port}`"), nil
            ),
            (
                "server: { tunnel: { ssh: «a b» } }",
                .badValue("`ssh`", expected: "a destination of ssh, such as `user@host`"), nil
            ),
            (
                "server: { tunnel: { ssh: a@b, url: «http://phone.example.com» } }",
                .badValue("`url`", expected: "the tunnel's https address"), nil
            ),
            (
                "server: { tls: { certificate: c, key: k }, «tunnel»: a@b }",
                .badValue("`tunnel`", expected: "left out where `tls` is set: a tunnel forwards plain HTTP"), nil
            ),
            ("webhook: { signature: «of» }", .badValue("`signature`", expected: "`required` or `off`"), "off"),
            (
                "webhook: { «basic-auth»: { user: a } }", .missingKey("password-env", of: "`basic-auth`"),
                "password-env: ANNOUNCE_WEBHOOK_PASSWORD"
            ),
            (
                "webhook: { basic-auth: { user: «\"a:b\"», password-env: P } }",
                .badValue("`user`", expected: "a name without colons"), nil
            ),
            (
                "recordings: { publish: «announcements» }\ns3: { endpoint: https://a.example, keys-env: K }",
                .badValue(
                    "`publish`",
                    expected: "`database`, or a bucket and a folder in it, such as `s3://announcements/telephone`"), nil
            ),
            (
                "recordings: { publish: «database» }",
                .badValue(
                    "`publish`", expected: "used with `database` in the section `log`, or the URL of a database"), nil
            ),
            (
                "recordings: { publish: «postgresql://u:secret@db/sounds» }",
                .badValue(
                    "`publish`",
                    expected:
                        "a URL without a password, which belongs in the environment variable PGPASSWORD or in .pgpass"),
                nil
            ),
            (
                "recordings: { url: «http://cdn.example.com» }",
                .badValue("`url`", expected: "an https URL such as `https://cdn.example.com/announcements`"), nil
            ),
            (
                "recordings: { publish: «s3://announcements» }",
                .badValue("`publish`", expected: "used with a section `s3`, which says where the bucket is"), nil
            ),
            (
                "recordings: { publish: s3://announcements }\n«s3»: { endpoint: https://a.example }",
                .missingKey("keys-env", of: "`s3`"), "keys-env: ANNOUNCE_S3"
            ),
            (
                "recordings: { publish: s3://announcements }\ns3: { endpoint: «s3.example.com», keys-env: K }",
                .badValue(
                    "`endpoint`", expected: "the URL of a server without a path, such as `https://s3.example.com`"),
                "https://s3.example.com"
            ),
            (
                "server: { position-key-env: «2X» }",
                .badValue(
                    "`position-key-env`", expected: "the name of an environment variable, such as `ANNOUNCE_PASSWORD`"),
                nil
            ),
        ] as [Case])
    func settings(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        try expect(Self.numbers + marked, kind, suggestion)
    }

    @Test(
        arguments: [
            ("«0211 1234567»: connect", .nationalNumber("0211 1234567"), "+49 211 1234567"),
            ("«(0211) 1234567»: connect", .nationalNumber("(0211) 1234567"), "+49 211 1234567"),
            ("«+49 211 12x»: connect", .badNumber("+49 211 12x", .impossibleCharacter("x")), nil),
            ("«+4921»: connect", .badNumber("+4921", .tooShort(4)), nil),
            ("«defalt»: connect", .badNumber("defalt", .impossibleCharacter("d")), "default"),
            (
                "+49 211 1234567: connect\n  «\"0049 (211) 1234567\"»: hangup",
                .duplicateNumber("0049 (211) 1234567", firstLine: 4), nil
            ),
            ("+49 211 1234567: { dial: «0211 12345» }", .nationalNumber("0211 12345"), "+49 211 12345"),
            ("+49 211 1234567: { «dial: voicmail» }", .voicemailDialled, "voicemail"),
            ("+49 211 1234567: { «dial: voicemail» }", .voicemailDialled, "voicemail"),
            ("+49 211 1234567: { dial: «[]» }", .numbersToDial(0), nil),
            (
                "+49 211 1234567: { dial: [+49 30 1, +49 30 2, +49 30 3, +49 30 4, +49 30 5, «+49 30 6»] }",
                .numbersToDial(6), nil
            ),
            ("+49 211 1234567: «conect»", .unknownName(.flow, "conect"), "connect"),
            ("+49 211 1234567: { play: «closd» }", .unknownName(.announcement, "closd"), "closed"),
            (
                "+49 211 1234567: { play: «a+b» }",
                .badValue("`play`", expected: "the name of a recording; write several as a list"), nil
            ),
            ("+49 211 1234567: «repeat»", .outsideMenu("repeat"), nil),
            ("+49 211 1234567: [ «vocemail» ]", .unknownStep("vocemail"), "voicemail"),
            ("+49 211 1234567: [ «welcome» ]", .unknownStep("welcome"), "play: welcome"),
            ("+49 211 1234567: { «plya»: welcome }", .unknownStep("plya"), "play"),
            ("+49 211 1234567: { «play»: }", .noValue("play"), nil),
            ("+49 211 1234567: [ { play: welcome }, «play» ]", .noValue("play"), nil),
            ("+49 211 1234567: { play: welcome, «hangup»: }", .severalSteps(["play", "hangup"]), nil),
            ("+49 211 1234567: { «hangup: now» }", .takesNothing("hangup"), "hangup"),
            ("+49 211 1234567: [ { play: welcome }, { «hangup: now» } ]", .takesNothing("hangup"), "hangup"),
            ("+49 211 1234567: «welcome»", .unknownName(.flow, "welcome"), nil),
            ("+49 211 1234567: { reject: «bussy» }", .badValue("`reject`", expected: "`busy` or `rejected`"), "busy"),
            (
                "+49 211 1234567: { dial: +49 30 12345, «callerid»: +49 211 1234567 }",
                .unknownKey("callerid", of: "`dial`"),
                "caller-id"
            ),
            ("+49 211 1234567: «[]»", .emptyList, nil), ("+49 211 1234567: «{}»", .emptyList, nil),
            ("«+49 211 1234567»:", .noValue("+49 211 1234567"), nil),
            (
                "+49 211 1234567: [ «[ hangup ]» ]",
                .wrongKind("a step", expected: "a text or a mapping", found: "a list"), nil
            ),
        ] as [Case])
    func numbersAndSteps(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        try expect("numbers:\n  \(marked)\n", kind, suggestion)
    }

    @Test(
        arguments: [
            ("choices: «{}»", .noChoices(menu: "m"), nil),
            ("choices: { 1: hangup, «\"1\"»: hangup }", .yaml(.duplicateKey("1", firstLine: 7)), nil),
            ("choices: { «A»: hangup }", .badKeys("A", .impossibleCharacter("A")), nil),
            ("choices: { «9X»: hangup }", .badKeys("9X", .impossibleCharacter("X")), "9x"),
            ("choices: { «esle»: hangup }", .badKeys("esle", .impossibleCharacter("e")), "else"),
            ("choices: { 1x: hangup, «x1»: hangup }", .overlappingChoices("1x", "x1"), nil),
            ("choices: { 1: hangup }\n    timeout: «4»", timeout, "4s"),
            ("choices: { 1: hangup }\n    timeout: «61s»", timeout, nil),
            ("choices: { 1: hangup }\n    timeout: «0ms»", timeout, nil),
            ("choices: { 1: hangup }\n    silence: { tries: «0» }", tries, nil),
            ("choices: { 1: hangup }\n    silence: { tries: «0x3» }", tries, nil),
            ("choices: { else: hangup }\n    «wrong-key»: { tries: 2 }", .wrongKeyNeverUsed, nil),
            ("choices: { 1: «reject» }", .rejectAfterPrompt, nil),
        ] as [Case])
    func menus(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        try expect(
            "numbers: { +49 211 1234567: { menu: m } }\nmenus:\n  m:\n    prompt: closed\n    \(marked)", kind,
            suggestion)
    }

    @Test(
        arguments: [
            ("«m»: { prompt: closed }", .noChoices(menu: "m"), nil),
            ("«m»: { choices: { 1: hangup } }", .missingKey("prompt", of: "the menu `m`"), "prompt: main-menu"),
            (
                "m: { prompt: «[]», choices: { 1: hangup } }",
                .wrongKind("`prompt`", expected: "a text or a list of texts", found: "an empty list"), nil
            ),
            (
                "m: { prompt: [ closed, «welcom» ], choices: { 1: hangup } }", .unknownName(.announcement, "welcom"),
                "welcome"
            ),
        ] as [Case])
    func incompleteMenus(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        try expect("numbers: { +49 211 1234567: { menu: m } }\nmenus:\n  \(marked)", kind, suggestion)
    }

    @Test(
        arguments: [
            ("hours: { «mo-fr»: 09:00-17:00 }", days, "mon-fri"), ("hours: { «montag»: 09:00-17:00 }", days, "mon"),
            ("hours: { daily: «9-17» }", hours("daily", "times from 00:00 to 24:00, not `9`"), "9:00-17:00"),
            (
                "hours: { daily: «\"9-12, 13-17\"» }", hours("daily", "times from 00:00 to 24:00, not `9`"),
                "\"9:00-12:00, 13:00-17:00\""
            ),
            ("hours: { mon: «09:00-12:00, 13:00-17:00» }", .unquotedComma, "\"09:00-12:00, 13:00-17:00\""),
            ("hours: { «sat, sun»: closed }", .unquotedComma, "\"sat, sun\""),
            ("hours: { «\"mo, di\"»: 09:00-17:00 }", days, "\"mon, tue\""),
            ("hours: { daily: «09:00-25:00» }", hours("daily", "times from 00:00 to 24:00, not `25:00`"), nil),
            (
                "hours: { daily: «clsoed» }",
                hours("daily", "times such as `09:00-12:30` or `\"09:00-12:30, 13:30-17:00\"`, or `closed`"),
                "closed"
            ),
            (
                "hours: { daily: «\"09:00-12:00, 11:00-13:00\"» }",
                hours("daily", "times that do not overlap, unlike `09:00-12:00` and `11:00-13:00`"), nil
            ),
            ("hours:\n      mon-wed: closed\n      «wed»: closed", .dayTwice("wed", firstLine: 7), nil),
            ("hours:\n      «\"mon, mon\"»: closed", .dayTwice("mon", firstLine: 7), nil),
            ("hours: { daily: closed }\n    holidays: «NW»", .unknownRegion("NW"), "DE-NW"),
            ("hours: { daily: closed }\n    holidays: [ AT, «DE-NV» ]", .unknownRegion("DE-NV"), "DE-MV"),
            ("hours: { daily: closed }\n    holidays: «DE»", .unknownRegion("DE"), nil),
            ("hours: { daily: closed }\n    days: { «2026-02-30»: closed }", .noSuchDay("2026-02-30"), nil),
            ("hours: { daily: closed }\n    days: { «24.12.2026»: closed }", dates, "2026-12-24"),
            ("hours: { daily: closed }\n    days: { «2026-12-24..2026-12-23»: closed }", dates, nil),
            (
                // Of days within others the more exact ones win.
                "hours: { daily: closed }\n    days:\n      2026-12-24..2026-12-31: closed\n      «2026-12-30..2027-01-01»: 09:00-12:00",
                .overlappingDays("2026-12-30..2027-01-01", firstLine: 8), nil
            ),
            (
                "hours: { daily: closed }\n    days:\n      12-28..01-03: closed\n      «01-02..01-06»: 09:00-12:00",
                .overlappingDays("01-02..01-06", firstLine: 8), nil
            ),
            (
                "hours: { daily: closed }\n    days:\n      1st tue: closed\n      «first tue»: 09:00-12:00",
                .overlappingDays("first tue", firstLine: 8), nil
            ),
            ("hours: { daily: closed }\n    days: { «24.12.»: closed }", dates, "12-24"),
            (
                "hours: { daily: closed }\n    days: { «2026-12-24–2026-12-26»: closed }", dates,
                "2026-12-24..2026-12-26"
            ),
            ("hours: { daily: closed }\n    days: { «24.12.-26.12.»: closed }", dates, "12-24..12-26"),
            ("hours: { daily: closed }\n    days: { «2026-12-24..12-26»: closed }", dates, "2026-12-24..2026-12-26"),
            ("hours: { daily: closed }\n    days: { «frist tue»: closed }", dates, "first tue"),
            ("hours: { daily: closed }\n    days: { «02-30»: closed }", .noSuchDay("02-30"), nil),
            (
                "hours: { daily: closed }\n    days: { «easter+300»: closed }",
                .badValue("a key of `days`", expected: "a day from `easter-80` to `easter+250`"), nil
            ),
            (
                "hours: { daily: closed }\n    days: { 12-24: «holiday 9-17» }",
                hours("12-24", "times from 00:00 to 24:00, not `9`"), "holiday 9:00-17:00"
            ),
            (
                "hours: { daily: closed }\n    days: { 12-24: «09:00-12:00, 13:00-14:00» }", .unquotedComma,
                "\"09:00-12:00, 13:00-14:00\""
            ),
            (
                "hours: { daily: closed }\n    days: { 12-24: { «hour»: closed } }",
                .unknownKey("hour", of: "the day `12-24`"), "hours"
            ),
            (
                "hours: { daily: closed }\n    days: { «12-24»: { play: welcome } }",
                .missingKey("hours", of: "the day `12-24`"), "hours: closed"
            ),
            (
                "hours: { daily: closed }\n    days: { 12-24: { hours: «09:00-12:00, 13:00-14:00», play: welcome } }",
                .unquotedComma, "\"09:00-12:00, 13:00-14:00\""
            ),
            (
                "hours: { daily: closed }\n    days: { 12-24: { hours: closed, play: «[ welcome, closed ]» } }",
                .wrongKind("`play`", expected: "a text", found: "a list"), nil
            ),
            (
                "hours: { daily: closed }\n    seasons: { «first tue»: { daily: closed } }",
                .badValue("a key of `seasons`", expected: "days such as `04-01..10-31` or `2026-12-28..2027-01-01`"),
                nil
            ),
            (
                "hours: { daily: closed }\n    seasons: { 04-01..10-31: «24/7» }",
                .wrongKind("the season `04-01..10-31`", expected: "a mapping", found: "text"), "{ daily: 00:00-24:00 }"
            ),
            ("hours: «24/7»", .wrongKind("`hours`", expected: "a mapping", found: "text"), "{ daily: 00:00-24:00 }"),
            (
                "hours: { daily: «24/7» }",
                hours("daily", "times such as `09:00-12:30` or `\"09:00-12:30, 13:30-17:00\"`, or `closed`"),
                "00:00-24:00"
            ),
            (
                "hours: { daily: «09.00-17.00» }", hours("daily", "times from 00:00 to 24:00, not `09.00`"),
                "09:00-17:00"
            ),
            (
                "hours: { daily: «08:00-08:00» }", hours("daily", "different start and end times, not `08:00-08:00`"),
                "00:00-24:00"
            ),
            (
                "hours: { mon: «09:00-10:00, 11:00-12:00, 13:00-14:00» }", .unquotedComma,
                "\"09:00-10:00, 11:00-12:00, 13:00-14:00\""
            ),
            ("hours: { daily: closed }\n    holidays: «Bayern»", .unknownRegion("Bayern"), "DE-BY"),
            ("hours: { daily: closed }\n    holidays: «NRW»", .unknownRegion("NRW"), "DE-NW"),
            ("hours: { daily: closed }\n    holidays: «CH»", .onlyNationwideHolidays("CH"), nil),
            (
                "hours: { daily: closed }\n    holidays: [ DE-BY, «Maria Himmelfahrt» ]",
                .unknownRegion("Maria Himmelfahrt"), "Mariä Himmelfahrt"
            ),
            (
                "hours: { daily: closed }\n    holidays: [ DE-BB, «not Reformationstg» ]",
                .unknownHoliday("Reformationstg"), "not Reformationstag"
            ),
            (
                "hours: { daily: closed }\n    holidays: «DE-BY/Augsbrug»", .unknownPlace("DE-BY/Augsbrug"),
                "DE-BY/Augsburg"
            ),
            (
                "hours: { daily: closed }\n    time-zone: «London»",
                .badValue("`time-zone`", expected: "a name of the time zone database, such as `Europe/Berlin`"),
                "Europe/London"
            ),
        ] as [Case])
    func schedules(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        try expect(
            "numbers: { +49 211 1234567: { check: s, open: connect, closed: hangup } }\nschedules:\n  s:\n    \(marked)",
            kind, suggestion)
    }

    @Test(
        arguments: [
            ("«»numbers: {}", .missingKey("public-url", of: "the file"), "public-url: https://phone.example.com"),
            (
                "public-url: «phone.example.com»", .badValue("`public-url`", expected: https),
                "https://phone.example.com"
            ),
            ("public-url: «ftp://phone.example.com»", .badValue("`public-url`", expected: https), nil),
            ("public-url: «http://phone.example.com»", .insecureURL, nil),
        ] as [Case])
    func publicURLs(_ marked: String, _ kind: ConfigurationProblem.Kind, _ suggestion: String?) throws {
        let configuration = MarkedConfiguration(
            marked + "\ntime-zone: Europe/Berlin" + (marked.contains("numbers") ? "" : "\nnumbers: {}"))
        #expect(
            try configuration.read().problems == [
                .expected(kind, suggestion, at: try #require(configuration.places.first))
            ])
        try expectCorrection(configuration, try configuration.read().problems)
    }

    @Test(
        arguments: [
            ("«Berlin»", "Europe/Berlin"), ("«Europe/Berln»", "Europe/Berlin"), ("«CET»", "Europe/Berlin"),
            ("«Middle/Earth»", nil),
        ] as [(String, String?)])
    func timeZones(_ marked: String, _ suggestion: String?) throws {
        let configuration = MarkedConfiguration("public-url: https://a.example\nnumbers: {}\ntime-zone: \(marked)")
        let kind = ConfigurationProblem.Kind.badValue(
            "`time-zone`", expected: "a name of the time zone database, such as `Europe/Berlin`")
        #expect(
            try configuration.read().problems == [
                .expected(kind, suggestion, at: try #require(configuration.places.first))
            ])
        try expectCorrection(configuration, try configuration.read().problems)
    }

    @Test func missingKeysOfTheFile() throws {
        let reading = try MarkedConfiguration("webhook: {}").read()
        #expect(
            reading.problems.map(\.suggestion) == [
                "public-url: https://phone.example.com", "time-zone: Europe/Berlin", nil,
            ])
        #expect(reading.problems.map(\.severity) == [.error, .error, .error])
    }

    @Test func messagesNameThePlaceAndTheRemedy() throws {
        let reading = try MarkedConfiguration(
            MarkedConfiguration.head + "numbers: { +49 211 1234567: receptoin }\nflows: { reception: hangup }"
        ).read()
        #expect(
            reading.problems.map { $0.description(file: "announce.yaml") } == [
                "announce.yaml:3:29: error: unknown flow `receptoin`; did you mean `reception`?"
            ])
    }

    private static let https = "a URL that begins with `https://`"
    private static let days = ConfigurationProblem.Kind.badValue(
        "a key of `hours`", expected: "days such as `mon`, `mon-thu`, `\"sat, sun\"` or `daily`")
    private static let dates = ConfigurationProblem.Kind.badValue(
        "a key of `days`",
        expected:
            "days such as `2026-12-24`, `12-24`, `2026-12-28..2027-01-01`, `first tue` or `easter-2`, first day first")
    private static func hours(_ day: String, _ expected: String) -> ConfigurationProblem.Kind {
        .badValue("the hours of `\(day)`", expected: expected)
    }
    private static let timeout = ConfigurationProblem.Kind.badValue(
        "`timeout`", expected: "a time from 1ms to 60s, such as `4s` or `500ms`")
    private static let tries = ConfigurationProblem.Kind.badValue("`tries`", expected: "a whole number from 1 to 20")
}

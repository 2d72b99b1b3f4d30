import CallFlow
import Telephony
import Testing

/// The example that documents the language is read without problems, and with the right values.
struct ConfigurationExampleTests {
    static let text = """
        public-url: https://phone.example.com/ann   # how the telephone network reaches this server
        time-zone: Europe/Berlin

        recordings:
          folder: media             # each file becomes an announcement named after it
          level: -19 dBm0           # bring speech to this level; `keep` (the default) leaves it alone
          trim: true                # cut silence at both ends; default false

        webhook:
          signature: required       # required | off
          keys: [provider.pem]      # public keys; default: sipgate's published key
          basic-auth: { user: phone, password-env: ANNOUNCE_WEBHOOK_PASSWORD }   # optional

        server:
          listen: 0.0.0.0:8080
          admin: 127.0.0.1:8081     # dashboard, metrics, health: never on the public listener
          tls: { certificate: fullchain.pem, key: privkey.pem }

        numbers:                    # any notation: +49 211 1234567, 0049…, 49…, quoted or not
          +49 211 1234567: reception          # a flow by name
          +49 211 1234568: [ { play: closed }, hangup ]
          +49 211 1234569: { reject: busy }
          outgoing:                 # calls with direction=out, keyed by the calling number; default: left alone
            +49 211 1234567: { dial: called-number, caller-id: +49 211 1234500 }
          default: connect          # numbers not named above; absent means connect

        flows:                      # a step or a list of steps, read top to bottom
          reception:
            - caller:                         # first match wins; no match: next step
                anonymous: [ { play: no-anonymous }, hangup ]
                +49 157*: { dial: +49 211 1234500 }
            - check: office
              open: { menu: main }
              holiday: [ { play: holiday }, voicemail ]     # optional; else closed
              closed: [ { play: closed }, voicemail ]

          members: { dial: +49 211 1234501 }

        menus:
          main:
            prompt: main-menu                 # one announcement, or a list that is joined into one
            again: main-menu-short            # said instead on repeats (optional)
            timeout: 4s                       # counted after the prompt ends; default 5s
            choices:
              1: { dial: [+49 157 99912345, +49 211 1234500] }
              2: voicemail
              3: { menu: code }
              9: hangup
              "*": repeat
            silence:   { say: nothing-heard, tries: 3, then: hangup }
            wrong-key: { say: wrong-key, tries: 3, then: hangup }        # its own counter
          code:
            prompt: enter-code
            timeout: 6s
            choices:                          # the longest key sets maxDigits; x stands for any digit
              "0815": { dial: +49 157 99912345 }
              "9xxx": { flow: members }
              else: hangup                    # any other input, instead of wrong-key

        schedules:
          office:
            hours:
              mon-thu: 09:00-12:30, 13:30-17:00
              fri: 09:00-14:00
            holidays: DE-NW                   # computed, Easter included; every German state
            days:
              2026-12-24: 09:00-12:00
              2026-12-28..2027-01-01: closed
        """

    private func configuration() throws -> Configuration {
        let announcements = [
            "closed", "no-anonymous", "holiday", "main-menu", "main-menu-short", "nothing-heard", "wrong-key",
            "enter-code",
        ]
        let reading = try MarkedConfiguration(Self.text).read(announcements)
        #expect(reading.problems == [])
        return try #require(reading.configuration)
    }

    @Test func settings() throws {
        let configuration = try configuration()
        #expect(configuration.publicURL.description == "https://phone.example.com/ann")
        #expect(configuration.timeZone.name == "Europe/Berlin")
        #expect(
            configuration.recordings
                == RecordingSettings(folder: "/etc/announce/media", level: .dBm0(-19), trim: true))
        #expect(
            configuration.webhook
                == WebhookSettings(
                    requiresSignature: true, keys: ["/etc/announce/provider.pem"],
                    basicAuthentication: .init(user: "phone", passwordVariable: "ANNOUNCE_WEBHOOK_PASSWORD")))
        #expect(
            configuration.server
                == ServerSettings(
                    listen: Endpoint(host: "0.0.0.0", port: 8080), admin: Endpoint(host: "127.0.0.1", port: 8081),
                    tls: .init(certificate: "/etc/announce/fullchain.pem", key: "/etc/announce/privkey.pem")))
    }

    @Test func numbersLeadToTheirSteps() throws {
        let numbers = try configuration().numbers
        #expect(
            numbers.incoming.entries.map(\.pattern.description) == ["+492111234567", "+492111234568", "+492111234569"])
        #expect(
            numbers.incoming.entries.map(\.steps.steps) == [
                [.flow("reception")], [.play(Prompt(try AnnouncementName("closed"))), .hangup], [.reject(.busy)],
            ])
        #expect(numbers.incoming.entries[0].steps.path == "numbers.+492111234567")
        #expect(
            numbers.outgoing.entries.map(\.steps.steps) == [
                [.dial(Dial(.calledNumber, callerID: try PhoneNumber("+492111234500")))]
            ])
        #expect(numbers.otherwise?.steps == [.connect])
    }

    @Test func flows() throws {
        let configuration = try configuration()
        let reception = try #require(configuration.flows["reception"])
        guard case .caller(let branches) = reception.steps.first,
            case .check("office", let open, _, _) = reception.steps.last
        else {
            Issue.record("\(reception)")
            return
        }
        #expect(branches.map(\.pattern) == [.anonymous, .number(try NumberPattern("+49157*"))])
        #expect(
            branches.map(\.steps.path) == ["flows.reception[0].caller.anonymous", "flows.reception[0].caller.+49157*"])
        #expect(open == StepList(path: "flows.reception[1].open", steps: [.menu("main")]))
    }

    @Test func menusAndSchedules() throws {
        let configuration = try configuration()
        let main = try #require(configuration.menus["main"])
        #expect(main.timeout == 4000)
        #expect(Set(main.choices.map(\.keys.text)) == ["1", "2", "3", "9", "*"])
        #expect(main.silence.tries == 3)
        let code = try #require(configuration.menus["code"])
        #expect(code.maxKeys == 4)
        #expect(code.choice(for: "0815")?.keys.text == "0815")
        #expect(code.otherwise?.steps == [.hangup])
        let office = try #require(configuration.schedules["office"])
        #expect(office.week[0].spans == [540..<750, 810..<1020])
        #expect(office.week[4].spans == [540..<840])
        #expect(office.week[5] == .closed)
        #expect(office.holidays.regions.map(\.code) == ["DE-NW"])
        #expect(office.specialDays.map(\.days.description) == ["2026-12-24", "2026-12-28..2027-01-01"])
    }

    @Test func promptsListEverythingHeard() throws {
        #expect(
            Set(try configuration().prompts.map(\.description)) == [
                "closed", "no-anonymous", "holiday", "main-menu", "main-menu-short", "nothing-heard+main-menu-short",
                "wrong-key+main-menu-short", "enter-code",
            ])
    }

    @Test(arguments: [
        // Text stays text, even if other YAML readers would make it a number, a time or a truth value.
        ("\"+49 211 1234567\": { play: 017 }", "017"), ("'0049 211 1234567': { play: 0x1 }", "0x1"),
        ("492111234567: { play: yes }", "yes"), ("+49 (0)211 / 123-4567: { play: 09:00 }", "09:00"),
        ("+49 211 1234567: { play: [\"1.0\", ~] }", "1.0+~"), ("+49 211 1234567: &a { play: 1_000 }", "1_000"),
    ])
    func scalarsAreTheirOwnText(_ entry: String, _ prompt: String) throws {
        let reading = try MarkedConfiguration(MarkedConfiguration.head + "numbers:\n  \(entry)\n").read()
        #expect(reading.problems == [])
        let entries = try #require(reading.configuration).numbers.incoming.entries
        #expect(entries.map(\.pattern.digits) == ["492111234567"])
        #expect(reading.configuration?.prompts.map(\.description) == [prompt])
    }

    @Test func defaults() throws {
        let text = """
            public-url: http://127.0.0.1:8080
            time-zone: Europe/Berlin
            server:
              listen: :9000
              admin: "[::1]:9001"
            numbers: { +49 211 1234567: { menu: main } }
            menus: { main: { prompt: a, choices: { 1: repeat } } }
            """
        let configuration = try #require(try MarkedConfiguration(text).read(["a"]).configuration)
        #expect(configuration.recordings == RecordingSettings(folder: "/etc/announce/media"))
        #expect(configuration.webhook == WebhookSettings(requiresSignature: false))
        #expect(configuration.server.listen == Endpoint(host: "127.0.0.1", port: 9000))
        #expect(configuration.server.admin == Endpoint(host: "::1", port: 9001))
        #expect(configuration.numbers.otherwise == nil)
        let menu = try #require(configuration.menus["main"])
        #expect(menu.timeout == 5000)
        #expect([menu.silence.tries, menu.wrongKey.tries] == [3, 3])
        #expect([menu.silence.then.steps, menu.wrongKey.then.steps] == [[.hangup], [.hangup]])
    }

    @Test func aliases() throws {
        let text =
            MarkedConfiguration.head + """
                numbers:
                  +49 211 1234567: &away [ { play: closed }, hangup ]
                  +49 211 1234568: *away
                """
        let entries = try #require(try MarkedConfiguration(text).read(["closed"]).configuration).numbers.incoming
            .entries
        #expect(entries[0].steps.steps == entries[1].steps.steps)
        #expect(entries.map(\.steps.path) == ["numbers.+492111234567", "numbers.+492111234568"])
    }
}

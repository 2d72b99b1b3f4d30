import CallFlow
import Telephony
import Testing

@Suite struct AnnouncementUsesTests {
    /// Uses count even where no call can hear them: without the recording the configuration would not be valid.
    @Test func everyPlaceIsFound() throws {
        let text = """
            public-url: https://phone.example.com
            time-zone: Europe/Berlin
            recordings: { folder: media }
            numbers:
              +49 211 1234567: [ { play: hello }, { flow: office } ]
              +49 211 1234568: { menu: main }
              default: [ { play: hello }, hangup ]
              outgoing: { +49 211 1234567: [ { play: hello }, { dial: called-number } ] }
            schedules: { hours: { hours: { mon-fri: 09:00-17:00 } } }
            flows:
              office:
                - caller: { anonymous: [ { play: withheld }, hangup ] }
                - { check: hours, open: { menu: main }, closed: [ { play: closed }, hangup ] }
            menus:
              main:
                prompt: [ hello, main ]
                again: short
                choices: { 1: [ { play: one }, hangup ], else: [ { play: other }, hangup ] }
                silence: { say: nothing, then: [ { play: bye }, hangup ] }
            """
        let reading = ConfigurationFile.read(text, folder: "/nowhere", announcements: nil)
        let configuration = try #require(reading.configuration, "\(reading.problems.map(\.message))")
        let uses = Dictionary(uniqueKeysWithValues: configuration.announcementUses.map { ($0.key.text, $0.value) })
        let number = try NumberPattern("+49 211 1234567")
        let calls: [FlowGraph.Node] = [.number(.incoming, number), .number(.incoming, nil), .number(.outgoing, number)]
        #expect(uses["hello"] == (calls + [.menu("main")]).map { .node($0) })
        for name in ["withheld", "closed"] { #expect(uses[name] == [.node(.flow("office"))]) }
        for name in ["main", "short", "one", "other", "nothing", "bye"] {
            #expect(uses[name] == [.node(.menu("main"))])
        }
        #expect(uses.count == 9)
    }
}

import Foundation
import Support
import Testing

/// A small office's project, for the browser tests.
enum DashboardSite {
    static let recordings = ["wrong-key.aiff", "nothing-heard.wav", "enter-code.au", "main-menu.mp3"]

    /// Always open except on one day in the past, so that no test depends on the time it runs.
    static let configuration = """
        log: { keep-digits: false }
        numbers:
          +49 211 1234567: reception
          +49 211 1234568: [ { play: nothing-heard }, hangup ]
          +49 211 1234569: { reject: busy }
          +49 211 1234570: { flow: after-hours-and-on-every-holiday-of-north-rhine-westphalia }
          outgoing: { +49 211 1234567: { dial: called-number, caller-id: +49 211 1234500 } }
        flows:
          reception:
            - check: office
              open: { menu: main }
              closed: [ { play: wrong-key }, voicemail ]
          after-hours-and-on-every-holiday-of-north-rhine-westphalia: [ { play: wrong-key }, hangup ]
        menus:
          main:
            prompt: main-menu
            timeout: 4s
            choices:
              1: { dial: [ +49 157 99912345, +49 211 1234500 ] }
              3: { menu: code }
            silence: { say: nothing-heard, tries: 2, then: hangup }
          code:
            prompt: enter-code
            choices: { "0815": voicemail, else: hangup }
        schedules:
          office:
            hours: { mon-sun: 00:00-24:00 }
            days: { 2025-12-24: 09:00-12:00 }
        """

    /// - Parameter more: further sections of the configuration.
    static func serve(
        _ more: String = "", prepare: (TemporaryFolder) throws -> Void = { _ in }
    ) throws -> ServedFolder {
        try ServedFolder(configuration + "\n" + more, recordings: recordings, prepare: prepare)
    }

    /// A voice that Debian has.
    static let speech = "speech: { language: en, voice: { de: de }, engines: espeak }\n"

    /// A caller chooses 3, gives the code, hears both prompts, and hangs up.
    static func call(_ provider: Provider, id: String = "E7C2A9D04B15F388") throws {
        let menu = try provider.newCall(callID: id)
        try hear(menu, provider)
        let code = try provider.dtmf("3", after: menu, callID: id)
        try hear(code, provider)
        _ = try provider.dtmf("0815", after: code, callID: id)
        try hangUp(provider, id: id)
    }

    static func hear(_ answer: XMLAnswer, _ provider: Provider) throws {
        #expect(try provider.fetch(try #require(answer.url)).status == 200)
    }

    static func hangUp(_ provider: Provider, id: String) throws {
        let form = Provider.form([
            ("event", "hangup"), ("direction", "in"), ("from", "4915799912345"), ("to", "492111234567"),
            ("callId", id), ("cause", "normalClearing"),
        ])
        #expect(try provider.post(form, to: "/sipgate").status == 200)
    }
}

import Foundation
import Support
import SystemPackage
import Testing

/// Schedules, holidays and rotas as a user writes and tries them.
struct DaysAndHoursTests {
    private static let configuration = """
        numbers:
          +49 211 1000001: practice
          +49 211 1000002: { dial: on-call }
        flows:
          practice:
            - check: lunch
              inside: { reject: busy }
            - check: practice
              open: connect
              closed: voicemail
              holiday: { Karfreitag: hangup, Weihnachten: { dial: anna }, else: { dial: on-call } }
        schedules:
          lunch: { hours: { mon-fri: "12:00-13:00" } }
          practice:
            hours: { mon-fri: "08:00-17:00" }
            seasons: { 07-01..08-31: { fri: 08:00-12:00 } }
            holidays: [ DE-BY/Augsburg, not Allerheiligen ]
            days: { 12-24: 08:00-11:00, 12-27..01-05: closed, first tue: 08:00-19:00, even-weeks sat: 09:00-11:00 }
        people: { anna: +49 157 1111111, bernd: +49 157 2222222 }
        rotas:
          on-call: { every: 1 week, from: 2026-01-05T08:00, turns: [ anna, bernd ], swaps: { 12-31: anna } }
        """

    private static let calls = """
        - { call: +49 211 1000001, at: 2026-11-10 12:30, steps: busy }
        - { call: +49 211 1000001, at: 2026-11-10 13:30, steps: connect }
        - { call: +49 211 1000001, at: 2026-11-10 18:30, steps: voicemail }
        - { call: +49 211 1000001, at: 2026-11-03 18:30, steps: connect }
        - { call: +49 211 1000001, at: 2026-10-31 10:00, steps: connect }
        - { call: +49 211 1000001, at: 2026-07-03 13:30, steps: voicemail }
        - { call: +49 211 1000001, at: 2026-08-08 10:00, steps: { dial: +49 157 1111111 } }
        - { call: +49 211 1000001, at: 2026-11-01 10:00, steps: voicemail }
        - { call: +49 211 1000001, at: 2026-12-26 10:00, steps: { dial: +49 157 1111111 } }
        - { call: +49 211 1000001, at: 2026-04-03 10:00, steps: hangup }
        - { call: +49 211 1000001, at: 2031-12-24 10:59, steps: connect }
        - { call: +49 211 1000001, at: 2031-12-24 11:00, steps: voicemail }
        - { call: +49 211 1000001, at: 2032-01-05 10:00, steps: voicemail }
        - { call: +49 211 1000002, at: 2026-01-12 07:59, steps: { dial: +49 157 1111111 } }
        - { call: +49 211 1000002, at: 2026-01-12 08:00, steps: { dial: +49 157 2222222 } }
        - { call: +49 211 1000002, at: 2026-12-31 08:00, steps: { dial: +49 157 1111111 } }

        """

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("media").string, withIntermediateDirectories: false)
        try folder.write(Array(ServedFolder.text(Self.configuration).utf8), to: "announce.yaml")
        try folder.write(Array(Self.calls.utf8), to: "calls.yaml")
        return folder
    }

    @Test("check shows schedules and rotas, and golden calls hold on every kind of day") func calls() throws {
        let folder = try folder()
        let check = try Announce.run("check", "--strict", "--state", "state", in: folder)
        #expect(check.status == 0, "\(check.errors)")
        for line in [
            "├─ Schedules", "lunch     mon-fri 12:00-13:00", "07-01..08-31: fri 08:00-12:00",
            "holidays DE-BY/Augsburg, not Allerheiligen", "12-27..01-05 closed", "even-weeks sat 09:00-11:00",
            "practice holiday: Karfreitag: hangup · Weihnachten: dial anna · else: dial on-call",
            "on-call  anna, bernd, 1 week each from 2026-01-05T08:00", "12-31 anna",
        ] { #expect(check.text.contains(line), "\(line)\n\(check.text)") }
        #expect(check.text.contains(/now (anna|bernd)/))
        let test = try Announce.run("test", in: folder)
        #expect(test.status == 0 && test.errors.contains("16 calls passed"), "\(test.text)\(test.errors)")
    }

    @Test("call says whose turn it is, also after a swap") func turns() throws {
        let folder = try folder()
        func call(_ time: String) throws -> RunningProgram.Result {
            try Announce.run("call", "+49 211 1000002", "--at", time, "--state", "state", in: folder)
        }
        #expect(try call("2026-01-12 08:00").text == "dial     +491572222222  (on-call: bernd)\n")
        #expect(try call("2026-12-31 08:00").text == "dial     +491571111111  (on-call: anna, swap 12-31)\n")
        let json = try Announce.run(
            "call", "+49 211 1000002", "--at", "2026-12-31 08:00", "--json", "--state", "state", in: folder)
        let turn = "\"turns\":[{\"because\":\"swap 12-31\",\"person\":\"anna\",\"rota\":\"on-call\"}]"
        #expect(json.text.contains(turn), "\(json.text)")
        func override(_ arguments: String...) throws -> RunningProgram.Result {
            try RunningProgram(
                [Announce.path, "override", "--state", "state"] + arguments, in: folder.path, input: .nothing
            ).wait()
        }
        let swap = try override("on-call", "bernd", "--until", "2999-12-24T18:00")
        #expect(swap.status == 0 && swap.text.hasPrefix("on-call is bernd until 2999-12-24 18:00; by its turns it is "))
        let list = try override("--json").text
        #expect(list.contains("\"rota\" : \"on-call\""), "\(list)")
        let swapped = try call("2999-12-24 17:59")
        #expect(swapped.text == "dial     +491572222222  (on-call: bernd, swapped until 2999-12-24 18:00)\n")
        #expect(swapped.errors.contains("on-call is overridden: bernd until 2999-12-24T18:00"))
        #expect(try override("on-call", "--clear").text == "on-call follows its regular turns\n")
        for (arguments, status, words) in [
            (["on-call", "brend", "--until", "2h"], 1, "has no person brend; did you mean bernd?"),
            (["practice", "anna", "--until", "2h"], 64, "practice is a schedule"),
            (["on-cal", "anna", "--until", "2h"], 1, "did you mean on-call?"),
            (["on-call", "anna", "--until", "2020-01-01T00:00"], 1, "has passed"),
        ] {
            let run = try RunningProgram(
                [Announce.path, "override", "--state", "state"] + arguments, in: folder.path, input: .nothing
            ).wait()
            #expect(run.status == status && run.errors.contains(words), "\(run)")
        }
    }
}

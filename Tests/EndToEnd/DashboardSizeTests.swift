import Foundation
import Support
import Testing

/// The dashboard of an agency: no page is larger than what a slow line brings in a moment. `Benchmarks/dashboard.py` measures the same
/// with more recordings and calls, and also the time.
struct DashboardSizeTests {
    private static let (customers, numbers, recordings, calls) = (60, 300, 90, 120)

    /// Five numbers, a flow, a menu and a schedule for each customer.
    private static let configuration: String = {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let all = (0..<customers).map(two)
        var lines = ["numbers:"]
        lines += (0..<numbers).map { "  +49 30 \(400_000 + $0): reception-\(two($0 % customers))" }
        lines += ["flows:"]
        lines += all.map {
            "  reception-\($0): [ { check: office-\($0), open: { menu: main-\($0) }, closed: [ { play: closed-\($0) }, voicemail ] } ]"
        }
        lines += ["menus:"]
        lines += all.map {
            "  main-\($0): { prompt: closed-\($0), choices: { 1: { dial: +49 30 90\($0)00 }, 2: voicemail, 3: hangup } }"
        }
        lines += ["schedules:"]
        lines += all.map {
            "  office-\($0): { hours: { mon-fri: 09:00-17:00 }, seasons: { 07-01..08-31: { mon-fri: 08:00-15:00 } }, "
                + "holidays: DE-NW, days: { 2026-12-24: 09:00-12:00, 2026-12-31: closed } }"
        }
        return lines.joined(separator: "\n")
    }()

    @Test("with 300 numbers, 60 flows, menus and schedules, many recordings and calls, no page has more than 100 KB")
    func sizes() throws {
        let served = try ServedFolder(
            Self.configuration,
            prepare: { folder in
                for number in 0..<Self.recordings {
                    let name = number < 10 ? "0\(number)" : "\(number)"
                    let sound = WaveFile.tone(seconds: 0.4, rate: 8000, hertz: Double(300 + number))
                    try folder.write(sound, to: "media/closed-\(name).wav")
                }
            })
        for number in 0..<Self.calls {
            try OwnerSite.missedCall(
                served.provider, id: "\(number)", from: "4930555\(1000 + number)", to: "4930400000")
        }
        let dashboard = DashboardClient(port: served.adminPort)
        try served.program.poll("the calls", within: .seconds(60)) {
            try dashboard.get("/calls?q=49305551000").text.contains("+49 30 555 1000")
        }
        for path in try DashboardPages.all(of: dashboard) {
            let page = try dashboard.get(path, headers: [("Accept-Language", "de")])
            #expect(page.body.count <= 100_000, "\(path): \(page.body.count) bytes")
            // Markup that was taken for text.
            #expect(!page.text.contains(/&lt;(input|span|p|li|a|button|small)\b/), "\(path)")
        }
        // The lists have their ends.
        for (path, last) in [
            ("/schedules?first=50", "office-59"), ("/schedules?q=office-37", "office-37"),
            ("/home?q=office-41", "office-41"),
            ("/call-back?first=80", "+49 30 555 1000"), ("/announcements?q=closed-89", "closed-89"),
        ] {
            #expect(try dashboard.get(path).text.contains(last), "\(path)")
        }
        #expect(try !dashboard.get("/schedules").text.contains("office-59"))
    }
}

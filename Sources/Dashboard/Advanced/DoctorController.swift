import FoundationEssentials
import HTTPListener
import NIOPosix
import Synchronization

/// `/advanced/doctor`: the checks of `announce doctor`, run when the button is pressed.
struct DoctorController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(
            title: Texts.Advanced.doctor, path: "/advanced/doctor", place: .advanced(about: Texts.Advanced.aboutDoctor))
    }

    /// Runs the checks and returns the report as JSON; nothing if that failed. Blocks.
    let run: @Sendable () -> [UInt8]
    /// One run at a time: each waits for the network, and calls this server.
    private let turn = Turn()

    private final class Turn: Sendable {
        private let isTaken = Mutex(false)

        func take() -> Bool {
            isTaken.withLock { taken in
                defer { taken = true }; return !taken
            }
        }
        func give() { isTaken.withLock { $0 = false } }
    }

    init(run: @escaping @Sendable () -> [UInt8]) { self.run = run }

    private struct Report: Decodable {
        struct Check: Decodable {
            let name: String
            let status: String
            let seen: String
            let remedy: String?
        }

        let ok: Bool
        let checks: [Check]
    }

    var routes: [AdminRoute] {
        [
            .get("/advanced/doctor") { page($0) },
            .form("/advanced/doctor") { request, _ in try await examine(request) },
        ]
    }

    private func page(_ request: AdminRequest, _ result: HTML = .empty) -> Reply {
        let form = request.form("/advanced/doctor", "<p><button>\(Texts.Advanced.runChecks)</button></p>")
        return request.page(
            Texts.Advanced.doctor,
            """
            <h1>\(Texts.Advanced.doctor)</h1><p>\(Texts.Advanced.doctorExplained)</p>\(form)\(result)
            """)
    }

    private func examine(_ request: AdminRequest) async throws -> Reply {
        guard turn.take() else {
            return page(request, "<p class=\"note\" role=\"status\">\(Texts.Advanced.isRunning)</p>")
        }
        defer { turn.give() }
        let bytes = try await NIOThreadPool.singleton.runIfActive { run() }
        guard let report = try? JSONDecoder().decode(Report.self, from: Data(bytes)) else {
            return page(request, "<p class=\"bad\" role=\"alert\">\(Texts.Advanced.checksFailed)</p>")
        }
        let rows = report.checks.map { check -> HTML in
            let remedy: HTML? = check.remedy.map { "<br><span class=\"faint\">→ \($0)</span>" }
            return """
                <tr><th scope="row">\(check.name)</th><td><span class="tag \(Self.style(check.status))">\
                \(Texts.Advanced.status(check.status))</span></td><td>\(check.seen)\(remedy)</td></tr>
                """
        }
        let verdict: HTML =
            report.ok
            ? "<p class=\"good\" role=\"status\">\(Texts.Advanced.allWell)</p>"
            : "<p class=\"bad\" role=\"alert\">\(Texts.Advanced.someFailed)</p>"
        return page(request, "\(verdict)<table class=\"stack\"><tbody>\(rows)</tbody></table>")
    }

    private static func style(_ status: String) -> String {
        switch status {
        case "failed": "closed"
        case "warning": "holiday"
        case "ok": "open"
        default: "quiet"
        }
    }
}

import CallFlow
import Foundation
import HTTPListener
import HTTPTypes
import NIOCore
import NIOPosix
import Sipgate
import SystemPackage
import Telephony
import Webhook

/// `/audit`: who changed what, when, and from where; also as CSV.
struct AuditController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(title: Texts.Audit.title, path: "/audit", place: .advanced(about: Texts.Audit.introduction))
    }

    let trail: AuditTrail
    let live: VisiblePlan
    /// Whose versions entries lead to; nil: there is no file.
    let configuration: EditedFile?
    let now: @Sendable () -> Moment

    /// Entries of a page.
    private static let most = 100
    /// Entries of the export.
    private static let all = 100_000

    var routes: [AdminRoute] { [.get("/audit") { await page($0) }, .get("/audit.csv") { try await table($0) }] }

    private func page(_ request: AdminRequest) async -> Reply {
        let first = request.query?["from"].flatMap { Int($0) }.map { max(0, min($0, Self.all)) } ?? 0
        let found: [AuditEntry]
        do {
            found = try await entries(first + Self.most + 1)
        } catch {
            return request.page(
                Texts.Audit.title,
                "<h1>\(Texts.Audit.title)</h1><p class=\"bad\" role=\"alert\">\(Texts.Audit.unreadable)</p>")
        }
        let zone = live.configuration.timeZone
        let today = zone.localTime(at: now())
        let versions = await self.versions
        let rows = found.dropFirst(first).prefix(Self.most).map { entry -> HTML in
            """
            <tr><th scope="row">\(Texts.time(zone.localTime(at: entry.at), relativeTo: today))</th>\
            <td>\(Texts.Audit.who(entry))</td><td>\(what(entry, today, versions))</td><td>\(entry.from.map(Texts.Audit.from) ?? "")</td></tr>
            """
        }
        let more: HTML? =
            found.count > first + Self.most
            ? "<a class=\"button quiet\" href=\"/audit?from=\(first + Self.most)\">\(Texts.Audit.older)</a>" : nil
        let table: HTML =
            rows.isEmpty
            ? "<p class=\"faint\">\(Texts.Audit.none)</p>"
            : """
            <div class="scroll"><table class="stack"><thead><tr><th scope="col">\(Texts.Audit.when)</th>\
            <th scope="col">\(Texts.Audit.who)</th><th scope="col">\(Texts.Audit.whatTitle)</th>\
            <th scope="col">\(Texts.Audit.from)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
        return request.page(
            Texts.Audit.title,
            """
            <h1>\(Texts.Audit.title)</h1><p>\(Texts.Audit.introduction)</p>\(table)
            <p class="row">\(more)<a class="button quiet" href="/audit.csv" download>\(Texts.Audit.export)</a></p>
            """)
    }

    /// What was done, what it changed, and a way back to before it.
    private func what(_ entry: AuditEntry, _ today: LocalTime, _ versions: Set<String>) -> HTML {
        let lines = Texts.Audit.changes(entry)
        let list: HTML? =
            lines.isEmpty ? nil : "<ul class=\"plain\">\(lines.map { "<li>\($0)</li>" as HTML })</ul>"
        let back: HTML? = entry.version.flatMap { version in
            guard versions.contains(version) else { return nil }
            return """
                <a href="/configuration/versions/\(version.percentEncoded)">\(Texts.Audit.before)\
                <span class="hidden"> \(Texts.time(live.configuration.timeZone.localTime(at: entry.at), relativeTo: today))</span></a>
                """
        }
        return "\(Texts.Audit.what(entry, today))\(list)\(back)"
    }

    /// The versions that are kept.
    private var versions: Set<String> {
        get async { await configuration?.offThread { Set($0.versions.names) } ?? [] }
    }

    private func table(_ request: AdminRequest) async throws -> Reply {
        var text =
            CSV.line(["at", "user", "from", "action", "values", "way", "version", "changes"], delimiter: .comma)
            + "\r\n"
        for entry in try await entries(Self.all).reversed() {
            let values = entry.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            // Names and texts of people: a spreadsheet is not to take them for formulas.
            text +=
                CSV.line(
                    [
                        LogTimes.utc(entry.at), entry.user ?? "", entry.from ?? "", entry.action,
                        values.joined(separator: "; "), entry.way?.rawValue ?? "dashboard", entry.version ?? "",
                        Texts.Audit.changes(entry).joined(separator: "; "),
                    ].map {
                        CSV.harmless($0.printable)
                    }, delimiter: .comma) + "\r\n"
        }
        var reply = Reply(.ok, bytes: ByteBuffer(string: text), type: "text/csv; charset=utf-8")
        reply.fields[.contentDisposition] = "attachment; filename=\"announce-changes.csv\""
        return reply
    }

    private func entries(_ count: Int) async throws -> [AuditEntry] {
        try await NIOThreadPool.singleton.runIfActive { [trail] in try trail.latest(count) }
    }
}

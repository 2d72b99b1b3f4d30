import HTTPListener
import HTTPTypes
import Logging
import NIOCore
import NIOPosix
import Sipgate
import SystemPackage
import Telephony

/// Records what people do on the dashboard, without secrets.
struct AuditRecorder: Sendable {
    private let trail: AuditTrail
    private let now: @Sendable () -> Moment
    private let logger: Logger

    /// Characters of a value; of longer ones the beginning is kept.
    private static let longest = 100
    /// Fields that are secrets, say nothing, or are texts with versions of their own.
    private static let leftOut: Set = ["token", "password", "next", "text", "opened", "secret", "username"]

    init(_ trail: AuditTrail, now: @escaping @Sendable () -> Moment, logger: Logger) {
        (self.trail, self.now, self.logger) = (trail, now, logger)
    }

    /// Records a form, if what it asked for was done.
    func record(
        _ route: AdminRoute, _ admitted: AdminRequest, _ fields: [(String, String)], _ reply: Reply, _ request: Request
    ) async {
        // Forms that change nothing, and those of refusals, are answered with a page.
        guard !Role.changesNothing.contains(route.path), reply.status.code < 400,
            reply.status == .seeOther || route.path.hasPrefix("/users") || route.isUpload
        else { return }
        await record(
            route.path, admitted.parameters.merging(fields) { first, _ in first }, admitted.frame.visitor.name, request)
    }

    /// - Parameters:
    ///   - action: the path of a route, with names in braces.
    ///   - user: nil: the owner.
    func record(_ action: String, _ values: [String: String], _ user: String?, _ request: Request) async {
        let note = AuditNote.current?.content
        var kept: [String: String] = [:]
        for (key, value) in note?.values ?? values where !Self.leftOut.contains(key) && !value.isEmpty {
            kept[key] = value.count > Self.longest ? value.prefix(Self.longest) + "…" : value
        }
        let entry = AuditEntry(
            at: now(), user: user, from: Self.address(request), action: action, values: kept,
            version: note?.version, changes: note?.changes)
        do {
            try await NIOThreadPool.singleton.runIfActive { [trail] in try trail.add(entry) }
        } catch {
            logger.error(
                "A change on the dashboard could not be recorded: \((error as? Errno)?.description ?? "\(error)")")
        }
    }

    /// The client's address, and behind a proxy what that says of its own client, which anyone can claim.
    private static func address(_ request: Request) -> String? {
        let client = request.client?.ipAddress
        guard let field = HTTPField.Name("X-Forwarded-For"), let forwarded = request.head.headerFields[field] else {
            return client
        }
        let named = forwarded.filter { $0.isASCII && ($0.isHexDigit || ".:, ".contains($0)) }.prefix(60)
        return "\(client ?? "?") (\(named))"
    }
}

extension AdminRoute {
    fileprivate var isUpload: Bool { if case .upload = action { true } else { false } }
}

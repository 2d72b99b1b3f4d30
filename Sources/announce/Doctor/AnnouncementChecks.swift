import CallFlow
import LocalFiles
import MediaLibrary
import ServerProbe
import Sipgate
import SystemPackage
import TelephoneAudio
import Telephony
import Webhook

/// Fetches every announcement as the telephone network does, without credentials, and checks that it would play.
struct AnnouncementChecks {
    let setup: LocalSetup
    let client: PublicClient
    /// Whether they are fetched from another server, which has names and header fields of its own.
    var isElsewhere = false

    /// The maximum number of faulty announcements listed; more would hide the other rows.
    private static let most = 10

    func run(_ report: DoctorReport) async {
        let files = published
        guard !files.isEmpty else {
            report.add(.skipped(.announcements, "no announcements"))
            return
        }
        var faults: [Fault] = []
        await withTaskGroup(of: Fault?.self) { group in
            var waiting = files[...]
            // Two at a time, since each is held in memory.
            for file in waiting.prefix(2) { group.addTask { await fault(of: file) } }
            waiting = waiting.dropFirst(2)
            for await fault in group {
                if let fault { faults.append(fault) }
                if let file = waiting.popFirst() { group.addTask { await self.fault(of: file) } }
            }
        }
        guard !faults.isEmpty else {
            let count = files.count == 1 ? "1 announcement" : "\(files.count) announcements"
            let tag = isElsewhere ? "" : ", ETag"
            let place = isElsewhere ? " at \(client.url)" : ""
            report.add(.ok(.announcements, "\(count)\(place): status 200, audio/wav, ranges\(tag), playable"))
            return
        }
        for fault in faults.sorted(by: { $0.name < $1.name }).prefix(Self.most) {
            report.add(.failed(.announcements, "\(fault.name): \(fault.seen)", fault.remedy))
        }
        if faults.count > Self.most {
            report.add(
                .failed(
                    .announcements, "and \(faults.count - Self.most) more",
                    "Fix the first ones, then run the doctor again."))
        }
    }

    /// All published files: prompts of calls and other recordings.
    private var published: [PublishedFile] {
        let prompts = setup.configuration.prompts.compactMap { setup.catalogue.announcement($0) }
        let recordings = setup.catalogue.recordings.compactMap(\.published)
        return Set(prompts + recordings).sorted { $0.name < $1.name }
    }

    private struct Fault: Sendable {
        let name: String
        let seen: String
        let remedy: String
    }

    /// Below the client's URL.
    private func path(of file: PublishedFile) -> String {
        guard isElsewhere, let url = WebhookURLs(setup.configuration).elsewhere(file) else {
            return "/media/\(file.name)"
        }
        return String(url.text.dropFirst(client.url.description.count))
    }

    private func fault(of file: PublishedFile) async -> Fault? {
        let path = path(of: file)
        do {
            let whole = try await client.send(.get, path, limit: file.size + (1 << 20))
            guard whole.status == 200 else { return unfetched(file, whole) }
            if let fault = try await sound(whole.body, file) { return fault }
            if let fault = fields(whole, file) { return fault }
            let head = try await client.send(.head, path)
            guard head.status == 200, head.header("content-length") == "\(file.size)" else {
                return Fault(
                    name: file.name, seen: "HEAD is answered differently from GET (\(head.words))",
                    remedy: "Configure the proxy to forward HEAD.")
            }
            let part = try await client.send(.get, path, [("Range", "bytes=0-43")])
            guard part.status == 206, part.body.count == 44 else {
                return Fault(
                    name: file.name, seen: "range requests do not work (\(part.words))",
                    remedy: "Configure the proxy to forward the Range header.")
            }
            return nil
        } catch let error as PublicClient.RequestError {
            return Fault(
                name: file.name, seen: error.words,
                remedy: "Try to fetch \(client.url)\(path) from another network with curl.")
        } catch {
            let reason =
                if case .system(let code, _)? = error as? RecordingError { Errno(rawValue: code).reason } else {
                    "it cannot be stored"
                }
            return Fault(
                name: file.name, seen: "the file cannot be checked here: \(reason)",
                remedy: "Check TMPDIR: it must be writable and have free space.")
        }
    }

    private func unfetched(_ file: PublishedFile, _ answer: PublicClient.Answer) -> Fault {
        if isElsewhere {
            return Fault(
                name: file.name, seen: "\(client.url)\(path(of: file)): \(answer.words)",
                remedy: "`url` in `recordings` must lead to the folder of the bucket, or to /media/ of the server.")
        }
        let remedy =
            switch answer.status {
            case 300..<400:
                "Set public-url to the address it redirects to, or remove the redirect."
            case 401, 403:
                "The telephone network cannot log in: allow access to \(client.url)/media/ without a password."
            case 404: "The server publishes other recordings. Check that it runs with this announce.yaml and --state."
            default: "\(client.url)/media/ must reach announce: correct the proxy or public-url."
            }
        return Fault(name: file.name, seen: answer.words, remedy: remedy)
    }

    private func fields(_ answer: PublicClient.Answer, _ file: PublishedFile) -> Fault? {
        let type = answer.header("content-type") ?? "none"
        let types = isElsewhere ? ["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"] : ["audio/wav"]
        guard types.contains(type) else {
            return Fault(
                name: file.name, seen: "the content type is \(type) instead of audio/wav",
                remedy: "Configure the proxy to keep Content-Type.")
        }
        if let encoding = answer.header("content-encoding") {
            return Fault(
                name: file.name, seen: "it is compressed (\(encoding))",
                remedy: "Turn compression off for \(client.url)/media/.")
        }
        guard isElsewhere || answer.header("etag") == "\"\(file.hash)\"" else {
            return Fault(
                name: file.name, seen: "the ETag is \(answer.header("etag") ?? "missing")",
                remedy: "Configure the proxy to keep ETag and not to compress.")
        }
        return nil
    }

    /// Inspects the bytes as `announce inspect` does.
    private func sound(_ bytes: [UInt8], _ file: PublishedFile) async throws -> Fault? {
        let playability = try await ConfinedInspector().inspect(.bytes(bytes)).playability
        guard playability.plays else {
            return Fault(
                name: file.name, seen: "the delivered file would be skipped: \(playability.reasons)",
                remedy: "A proxy changes the file or answers instead of announce: correct the proxy.")
        }
        guard bytes.count == file.size else {
            return Fault(
                name: file.name, seen: "\(bytes.count) bytes instead of \(file.size)",
                remedy: "A proxy changes the file: correct the proxy.")
        }
        return nil
    }
}

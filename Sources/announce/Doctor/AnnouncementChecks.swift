import CallFlow
import Glibc
import LocalFiles
import MediaLibrary
import ServerProbe
import SystemPackage
import TelephoneAudio

/// Fetches every announcement as the telephone network does, without credentials, and checks that it would play.
struct AnnouncementChecks {
    let setup: LocalSetup
    let client: PublicClient

    /// Faulty announcements printed at most; more would hide the other rows.
    private static let most = 10

    func run(_ report: DoctorReport) async {
        let files = published
        guard !files.isEmpty else {
            report.add(.skipped(.announcements, "there are none"))
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
            let count = files.count == 1 ? "the one there is" : "all \(files.count)"
            report.add(.ok(.announcements, "\(count): 200, audio/wav, ranges, ETag, would play"))
            return
        }
        for fault in faults.sorted(by: { $0.name < $1.name }).prefix(Self.most) {
            report.add(.failed(.announcements, "\(fault.name): \(fault.seen)", fault.remedy))
        }
        if faults.count > Self.most {
            report.add(.failed(.announcements, "and \(faults.count - Self.most) more", "The first ones may tell why."))
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

    private func fault(of file: PublishedFile) async -> Fault? {
        let path = "/media/\(file.name)"
        do {
            let whole = try await client.send(.get, path, limit: file.size + (1 << 20))
            guard whole.status == 200 else { return unfetched(file, whole) }
            if let fault = try sound(whole.body, file) { return fault }
            if let fault = fields(whole, file) { return fault }
            let head = try await client.send(.head, path)
            guard head.status == 200, head.header("content-length") == "\(file.size)" else {
                return Fault(
                    name: file.name, seen: "HEAD is answered otherwise than GET (\(head.words))",
                    remedy: "Have the proxy pass HEAD on.")
            }
            let part = try await client.send(.get, path, [("Range", "bytes=0-43")])
            guard part.status == 206, part.body.count == 44 else {
                return Fault(
                    name: file.name, seen: "a part is asked for and not given (\(part.words))",
                    remedy: "Have the proxy pass Range on.")
            }
            return nil
        } catch let error as PublicClient.RequestError {
            return Fault(
                name: file.name, seen: error.words, remedy: "Fetch \(client.url)\(path) with curl from elsewhere.")
        } catch {
            return Fault(
                name: file.name, seen: "what came cannot be looked at: \(error)",
                remedy: "Make room in the folder for temporary files.")
        }
    }

    private func unfetched(_ file: PublishedFile, _ answer: PublicClient.Answer) -> Fault {
        let remedy =
            switch answer.status {
            case 300..<400:
                "Write the address it leads to into public-url, or have the proxy serve it without a detour."
            case 401, 403: "Nobody signs in to fetch sounds: let everybody read \(client.url)/media/."
            case 404: "The server there publishes other recordings: is it running with this announce.yaml and --state?"
            default: "\(client.url)/media/ must lead to announce: correct the proxy, or public-url."
            }
        return Fault(name: file.name, seen: answer.words, remedy: remedy)
    }

    private func fields(_ answer: PublicClient.Answer, _ file: PublishedFile) -> Fault? {
        let type = answer.header("content-type") ?? "none"
        guard type == "audio/wav" else {
            return Fault(
                name: file.name, seen: "its content type is \(type) instead of audio/wav",
                remedy: "Have the proxy leave Content-Type alone.")
        }
        if let encoding = answer.header("content-encoding") {
            return Fault(
                name: file.name, seen: "it is sent as \(encoding)",
                remedy: "Turn compression off for \(client.url)/media/.")
        }
        guard answer.header("etag") == "\"\(file.hash)\"" else {
            return Fault(
                name: file.name, seen: "its ETag is \(answer.header("etag") ?? "missing")",
                remedy: "Have the proxy leave ETag alone, and not compress.")
        }
        return nil
    }

    /// Inspects the bytes as `announce inspect` does.
    private func sound(_ bytes: [UInt8], _ file: PublishedFile) throws -> Fault? {
        let folder = getenv("TMPDIR").map { FilePath(platformString: $0) } ?? "/tmp"
        let path = folder.appending("announce-doctor-\(getpid())-\(file.name)")
        try SmallFile.write(bytes, to: path, mode: .owner)
        defer { path.removeQuietly() }
        let inspection = try Inspector().inspect(.file(path))
        guard inspection.playability.plays else {
            let reasons = inspection.playability.obstacles.map(\.sentence).joined(separator: "; ")
            return Fault(
                name: file.name, seen: "what comes would be skipped: \(reasons)",
                remedy: "Something on the way changes it, or answers in its place: correct the proxy.")
        }
        guard bytes.count == file.size else {
            return Fault(
                name: file.name, seen: "\(bytes.count) bytes came, and \(file.size) are published",
                remedy: "Something on the way changes it: correct the proxy.")
        }
        return nil
    }
}

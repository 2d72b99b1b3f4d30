import Alerts
import AnnounceServer
import CallFlow
import CallLog
import Foundation
import HTTPListener
import LocalFiles
import ServerFixtures
import Sipgate
import Support
import SystemPackage
import Telephony
import Testing

@testable import Dashboard
@testable import MediaLibrary

/// An agency's server with two customers, the agency's own number, and things that they share; with calls, recordings and drafts.
///
/// Whatever belongs to the salon, or to the agency alone, has `salon` or `house` in its name, so that a page that shows it is found.
struct CustomerOffice {
    static let text = """
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 4001101: bakery-flow
          +49 211 4001102: salon-flow
          +49 211 4001103: [ { check: house-hours, open: { menu: house-menu } }, { play: house-closed }, hangup ]
          outgoing:
            +49 211 4001101: { dial: called-number, caller-id: +49 211 4001101 }
            +49 211 4001102: { dial: called-number, caller-id: +49 211 4001102 }
        flows:
          bakery-flow:
            - caller: { blocked: hangup }
            - check: bakery-hours
              open: { menu: bakery-menu }
              closed: [ { check: shared-hours, open: [ { play: shared-closed }, { dial: bakery-rota } ] }, { flow: shared-flow } ]
          salon-flow:
            - caller: { blocked: hangup }
            - check: salon-hours
              open: { menu: salon-menu }
              closed: [ { check: shared-hours, open: [ { play: shared-closed }, { dial: salon-rota } ] }, { flow: shared-flow } ]
          shared-flow: { dial: shared-rota }
        menus:
          bakery-menu:
            prompt: bakery/welcome
            choices: { 1: { menu: shared-menu }, 2: { dial: bakery-person } }
          salon-menu:
            prompt: salon/welcome
            choices: { 1: { menu: shared-menu }, 2: { dial: salon-person } }
          shared-menu: { prompt: shared-closed, choices: { 1: voicemail, 2: hangup } }
          house-menu: { prompt: house-closed, choices: { 1: { dial: house-person } } }
        schedules:
          bakery-hours: { hours: { daily: 00:00-24:00 } }
          salon-hours: { hours: { daily: 00:00-24:00 } }
          shared-hours: { hours: { mon-fri: 09:00-17:00 } }
          house-hours: { hours: { mon-fri: 09:00-17:00 } }
        people:
          bakery-person: +49 157 99912345
          salon-person: +49 157 99912346
          shared-person: +49 157 99912347
          house-person: +49 157 99912348
        rotas:
          bakery-rota: { every: 1 week, from: 2026-01-05, turns: [ bakery-person, shared-person ] }
          salon-rota: { every: 1 week, from: 2026-01-05, turns: [ salon-person, shared-person ] }
          shared-rota: { every: 1 week, from: 2026-01-05, turns: [ shared-person ] }
        lists:
          blocked: blocked.csv
        customers:
          bakery: { name: Bäckerei Kern, numbers: +49 211 4001101 }
          salon: { name: Salon Schmidt, numbers: [ +49 211 4001102 ], recordings: [ salon-* ] }
        """

    static let roles: [Role] = [.editor, .reader, .switching]

    let folder: TemporaryFolder
    let log: CallLogWriter
    let content: DashboardContent
    let server: RunningServer
    let studio: RecordingStudio
    /// Of recordings that were deleted, by name.
    let versions: [String: String]
    /// A draft that someone who sees everything has uploaded.
    let houseDraft: String

    init() async throws {
        folder = try TemporaryFolder()
        let cheap = PasswordHash.Cost(logN: 4, blockSize: 1, parallelism: 1)
        let passwords = StateFile.password(folder.file("admin-password"))
        try passwords.write(try PasswordHash(of: "the owner's sentence", cost: cheap))
        let users = StateFile.users(folder.file("users.json"))
        var people = DashboardUsers()
        for role in Self.roles {
            for customers in [["bakery"], ["bakery", "salon"], ["gone"]] {
                let name = "\(role.rawValue) of \(customers.joined(separator: " and "))"
                let secret = try people.invite(name, as: role, customers: customers, at: Example.noon)
                _ = people.accept(secret, try PasswordHash(of: "a sentence of \(name)", cost: cheap), at: Example.noon)
            }
        }
        try users.write(people)
        try folder.write(Array(Self.text.utf8), to: "announce.yaml")
        try folder.write(Array("number\n+4930000000\n".utf8), to: "blocked.csv")
        let media = folder.file("media")
        for name in ["bakery", "salon"] {
            try FileManager.default.createDirectory(
                atPath: media.appending(name).string, withIntermediateDirectories: true)
        }
        log = CallLogWriter(folder.file("calls.sqlite"), settings: CallLogSettings(keep: nil))
        var content = DashboardContent(passwords: passwords)
        content.users = users
        content.sessions = StateFile.sessions(folder.file("sessions.json"))
        content.overrides = StateFile.overrides(folder.file("overrides.json"))
        content.callBacks = StateFile.callBacks(folder.file("call-backs.json"))
        content.audit = AuditTrail(folder.file("audit.jsonl"))
        content.configuration = EditedFile(
            folder.file("announce.yaml"), media: nil, backups: folder.file("versions"))
        content.callLog = log
        content.doctor = { [] }
        content.alerts = AlertsAccess(
            ledger: { .init() }, missingVariables: { [] },
            test: { kind throws(DeliveryError) in throw .notConfigured(kind) })
        let library = MediaLibrary(LibrarySettings(folder: media, state: folder.file("library")))
        let studio = RecordingStudio { library }
        content.studio = studio
        self.studio = studio

        let catalogue = try Self.catalogue(folder)
        var versions: [String: String] = [:]
        for name in ["bakery/old", "salon/old"] {
            try folder.write(Self.wave, to: "media/\(name).wav")
            let name = try AnnouncementName(name)
            try studio.remove(name, catalogue)
            versions[name.text] = try #require(studio.versions(of: name).first).id
        }
        self.versions = versions
        try FileManager.default.createDirectory(atPath: studio.uploads.string, withIntermediateDirectories: true)
        let upload = studio.uploads.appending("upload")
        try Data(Self.wave).write(to: URL(filePath: upload.string))
        houseDraft = try studio.begin(upload, fileName: "house.wav", size: Self.wave.count).id
        self.content = content
        server = try await RunningServer(
            Self.configuration(folder), catalogue: catalogue, dashboard: content, recorder: CallRecorder(log),
            adjust: { $0.now = { .now } })
        for number in ["4930555001", "4930555002", "4930555003"] {
            try await call(from: number, to: "49211400110\(number.last ?? "0")", id: "call-\(number)", isOver: true)
        }
        try #require(await log.flush(within: .seconds(60)))
    }

    /// The text with the list in place, since a plan of tests is read without other files.
    private static func configuration(_ folder: TemporaryFolder) -> String {
        text.replacing("blocked: blocked.csv", with: "blocked: [ +49 30 000000 ]")
    }

    func call(from: String, to: String, id: String, isOver: Bool) async throws {
        let call = "callId=\(id)&direction=in&from=\(from)&to=\(to)"
        let ends = isOver ? ["event=hangup&\(call)&cause=noAnswer"] : []
        for form in ["event=newCall&\(call)"] + ends {
            let client = try server.client()
            await client.send(ServerFixtures.post(form))
            #expect(try await client.readAnswer().status == 200)
        }
    }

    // MARK: Recordings

    private static func catalogue(_ folder: TemporaryFolder) throws -> Catalogue {
        var builder = CatalogueBuilder()
        let report = try JSONDecoder().decode(
            RenderReport.self,
            from: Data(
                #"{"format":{"container":"WAV","codec":"PCM","sampleRate":8000,"channels":1},"recordedSeconds":1,"findings":[]}"#
                    .utf8))
        for name in ["bakery/welcome", "salon/welcome", "shared-closed", "house-closed", "salon-spare"] {
            let path = try folder.write(wave, to: "media/\(name).wav")
            let file = PublishedFile(
                name: Self.file(name), path: path.string, size: wave.count, hash: "hash-of-\(name)", samples: 8000,
                modified: 784_111_777)
            let name = try AnnouncementName(name)
            builder.publish(file, as: Prompt(name))
            builder.set(file: file, named: file.name)
            builder.set(
                state: RecordingState(
                    name: name, path: "\(name).wav", status: .published, published: file, report: report),
                at: "\(name).wav")
        }
        for name in ["bakery/old", "salon/old"] {
            builder.set(
                state: RecordingState(
                    name: try AnnouncementName(name), path: "\(name).wav", status: .converting, published: nil,
                    report: report), at: "\(name).wav")
        }
        // Replaced a moment ago, and still to be fetched.
        for name in ["bakery/welcome", "salon/welcome"] {
            let file = PublishedFile(
                name: Self.file(name, hash: "fedcba9876543210"), path: folder.file("media/\(name).wav").string,
                size: wave.count, hash: "old-\(name)", samples: 8000, modified: 784_111_000)
            builder.set(file: file, named: file.name)
        }
        return builder.catalogue()
    }

    static func file(_ name: String, hash: String = "0123456789abcdef") -> String {
        "\(name.replacing("/", with: "-"))-\(hash).wav"
    }

    /// A second of 16-bit PCM, one channel, 8 kHz.
    static let wave: [UInt8] = {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let samples = (0..<8000).flatMap { little(($0 % 16 < 8 ? 8000 : -8000) & 0xFFFF, 2) }
        let format = little(16, 4) + little(1, 2) + little(1, 2) + little(8000, 4) + little(16_000, 4) + little(2, 2)
        return Array("RIFF".utf8) + little(36 + samples.count, 4) + Array("WAVEfmt ".utf8) + format + little(16, 2)
            + Array("data".utf8) + little(samples.count, 4) + samples
    }()

    // MARK: People

    func logIn(_ role: Role, of customers: String = "bakery") async throws -> Visitor {
        try await logIn("\(role.rawValue) of \(customers)", "a sentence of \(role.rawValue) of \(customers)")
    }

    func owner() async throws -> Visitor { try await logIn("", "the owner's sentence") }

    private func logIn(_ name: String, _ password: String) async throws -> Visitor {
        let visitor = try Visitor(server)
        _ = try await visitor.get("/login")
        let answer = try await visitor.post("/login", ["username": name, "password": password, "next": "/"])
        #expect(answer.status == 303, "\(name)")
        _ = try await visitor.get("/home")
        return visitor
    }

    /// Another connection of the same person.
    func again(_ person: Visitor) async throws -> Visitor {
        let visitor = try Visitor(server)
        visitor.cookie = person.cookie
        _ = try await visitor.get("/home")
        return visitor
    }

    /// Every route that the dashboard has.
    func routes() throws -> [AdminRoute] {
        content.controller(
            live: server.plan, endpoint: Endpoint(host: "127.0.0.1", port: 1), isSecure: false,
            media: { _, _ in .notFound }, trials: nil, further: [], health: { Health() }, isPublicOpen: { true },
            now: { Example.noon }, logger: .silent
        ).routes
    }

    /// The id of the call from `+4930555001` to the bakery, `…2` to the salon, `…3` to the agency.
    func call(_ number: Int) async throws -> Int64 {
        let reader = CallLogReader(folder.file("calls.sqlite"))
        return try #require(try await reader.call(withID: "call-493055500\(number)")).id
    }

    func close() async throws {
        try await server.stop()
        await log.close(within: .seconds(10))
    }
}

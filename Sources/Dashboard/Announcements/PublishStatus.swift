import MediaLibrary
import Sipgate
import Telephony

/// Whether callers already hear a recording that was just saved.
struct PublishStatus {
    enum Stage: String {
        /// Callers hear it.
        case live
        /// It is being converted, or has not been noticed yet.
        case waiting
        case failed
        /// Callers hear something else, and nothing is being converted.
        case overdue
    }

    /// The first digits of the hash of the file to publish.
    private let hash: String
    let stage: Stage

    /// The query's field for the hash, and the one that the script adds when the wait is over.
    private static let (hashField, lateField) = ("expect", "late")

    /// Nil if the query does not come from a publication.
    init?(_ query: FormFields?, _ recordings: [RecordingState], _ file: PublishedFile?) {
        guard let hash = query?[Self.hashField], Self.isHash(hash) else { return nil }
        let stage = Self.stage(of: hash, recordings, file)
        // A recording saved a moment ago may not be listed yet, so an idle library means nothing until some time has passed.
        self.init(hash: hash, stage: stage == .overdue && query?[Self.lateField] == nil ? .waiting : stage)
    }

    private init(hash: String, stage: Stage) { (self.hash, self.stage) = (hash, stage) }

    /// The stage according to the catalogue alone.
    static func stage(of hash: String, _ recordings: [RecordingState], _ file: PublishedFile?) -> Stage {
        if file?.hash.hasPrefix(hash) == true { return .live }
        if recordings.contains(where: { if case .failed = $0.status { true } else { false } }) { return .failed }
        return recordings.contains { $0.status == .converting || $0.status == .beingWritten } ? .waiting : .overdue
    }

    /// The event stream that reports the end of the wait; nil if there is nothing to wait for.
    func events(of name: AnnouncementName) -> String? {
        stage == .waiting ? "\(AnnouncementPaths.events(name))?\(Self.hashField)=\(hash)" : nil
    }

    /// The hash that a request for events asks for.
    static func hash(in query: FormFields?) -> String? { query?[hashField].flatMap { isHash($0) ? $0 : nil } }

    /// The page of an announcement that is being published.
    static func path(of name: AnnouncementName, hash: String) -> String {
        "\(AnnouncementPaths.page(name))?\(hashField)=\(hash.prefix(16))"
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

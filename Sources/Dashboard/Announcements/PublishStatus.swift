import MediaLibrary
import Sipgate
import Telephony

/// Whether the recording that was just published is what callers hear. The page that a publication leads to is loaded again
/// until it is.
struct PublishStatus {
    enum Phase {
        case live, waiting, failed, overdue
    }

    /// The first digits of the hash of the expected file.
    private let hash: String
    /// How often the page was loaded.
    private let looks: Int
    let phase: Phase

    /// Loads, one per second; fewer where nothing is being converted, since nothing else will be published then.
    private static let mostLooks = 300
    private static let fewLooks = 5

    /// Nil where the page was not loaded after a publication.
    init?(_ query: FormFields?, _ recordings: [RecordingState], _ file: PublishedFile?) {
        guard let hash = query?["expect"], hash.utf8.count == 16, hash.utf8.allSatisfy({ $0.isHexDigit }) else {
            return nil
        }
        self.hash = hash
        looks = query?["look"].flatMap { Int($0) } ?? 0
        let isFailed = recordings.contains { if case .failed = $0.status { true } else { false } }
        // A recording that was just written may not be in the catalogue yet.
        let isQuiet = !recordings.isEmpty && recordings.allSatisfy { $0.status == .published }
        let looksLeft = (isQuiet ? Self.fewLooks : Self.mostLooks) - looks
        phase =
            file?.hash.hasPrefix(hash) == true
            ? .live : isFailed ? .failed : looksLeft > 0 && looks >= 0 ? .waiting : .overdue
    }

    /// The address to load next; nil where there is nothing to wait for.
    func next(_ page: String) -> String? {
        guard case .waiting = phase else { return nil }
        return "\(page)?expect=\(hash)&look=\(looks + 1)"
    }

    /// The page of an announcement that is being published.
    static func path(of name: AnnouncementName, hash: String) -> String {
        "\(AnnouncementPaths.page(name))?expect=\(hash.prefix(16))"
    }

    /// - Parameter published: a file's name as in its address, which ends in its hash.
    static func path(of name: AnnouncementName, published: String?) -> String {
        published.map { path(of: name, hash: String($0.dropLast(4).suffix(16))) } ?? AnnouncementPaths.page(name)
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }
}

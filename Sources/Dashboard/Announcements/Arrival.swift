import MediaLibrary
import Sipgate
import Telephony

/// Whether what was just put into the recordings folder is what callers hear: the page that a publication leads to looks
/// again until it is.
struct Arrival {
    enum State {
        case live, waiting, failed, overdue
    }

    /// The first digits of the hash of what is to be published.
    private let hash: String
    /// How often the page has looked.
    private let looks: Int
    let state: State

    /// A second each; fewer where nothing is being converted, as what is published by then is no other.
    private static let mostLooks = 300
    private static let fewLooks = 5

    /// Nil where the page was not led to by a publication.
    init?(_ query: FormFields?, _ recordings: [RecordingState], _ file: PublishedFile?) {
        guard let hash = query?["expect"], hash.utf8.count == 16, hash.utf8.allSatisfy({ $0.isHexDigit }) else {
            return nil
        }
        self.hash = hash
        looks = query?["look"].flatMap { Int($0) } ?? 0
        let isFailed = recordings.contains { if case .failed = $0.status { true } else { false } }
        // What was written a moment ago may not be among the recordings yet.
        let isQuiet = !recordings.isEmpty && recordings.allSatisfy { $0.status == .published }
        let looksLeft = (isQuiet ? Self.fewLooks : Self.mostLooks) - looks
        state =
            file?.hash.hasPrefix(hash) == true
            ? .live : isFailed ? .failed : looksLeft > 0 && looks >= 0 ? .waiting : .overdue
    }

    /// Where to look next; nil where there is nothing to wait for.
    func next(_ page: String) -> String? {
        guard case .waiting = state else { return nil }
        return "\(page)?expect=\(hash)&look=\(looks + 1)"
    }

    /// The page of an announcement that is on its way.
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

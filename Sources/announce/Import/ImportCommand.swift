import ArgumentParser
import CallFlow
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over what a studio has delivered: a ZIP archive or a folder.",
        discussion: """
            Each file is for the announcement whose name it has; case, umlauts, separators and numbers in front are no \
            difference: `01 Begrüßung.WAV` is for begruessung. Each is inspected, and a table shows what would become of it. \
            After a yes, the recordings are copied into the recordings folder, and a running server publishes them. A \
            recording that is replaced is kept: the dashboard brings it back.

              announce import delivery.zip
              announce import studio/ --yes

            Exit status: 0 all recordings imported; 1 some or none were, or the answer was no; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp("ZIP archive or folder.", valueName: "delivery"), completion: .file(extensions: ["zip"]))
    var delivery: PathArgument

    @Flag(name: .shortAndLong, help: "Skip the confirmation.")
    var yes = false

    @OptionGroup
    var source: ConfigurationOption

    @OptionGroup
    var state: StateOption

    func run() async throws {
        let configuration = try source.validConfiguration()
        let names = configuration.announcementNames
        let settings = LibrarySettings(configuration.recordings, speech: nil, state: try state.folder(of: source))
        let target: RecordingDelivery
        do throws(StudioError) {
            target = try RecordingDelivery(settings)
        } catch {
            throw ImportError(name: nil, error)
        }
        let path = delivery.path
        let delivered = try await Interruption.cancelling {
            var delivered = try Delivery(path, workspace: target.workspace, names: DeliveredNames(names))
            try await delivered.inspect(target)
            return delivered
        }
        guard !delivered.files.isEmpty else { throw DeliveryProblem.empty(path) }
        TextTable(delivered.files.map { $0.cells(among: names) }).print()
        if delivered.others > 0 {
            let count = delivered.others
            Console.note("Passed over \(count) \(count == 1 ? "file: not a recording" : "files: not recordings").")
        }
        let chosen = delivered.files.filter { $0.announcement != nil }
        let missing = missing(names, chosen, target)
        if !missing.isEmpty { Console.note("Still missing: \(missing.map(\.text).joined(separator: ", ")).") }
        guard !chosen.isEmpty else {
            Console.error("None of these files can be imported.")
            throw ExitCode(1)
        }
        try Confirmation.ask(question(chosen), isGiven: yes)
        for file in chosen {
            guard let name = file.announcement else { continue }
            do throws(StudioError) {
                try target.take(file.path, as: name, ending: FilePath(file.name).extension ?? "")
            } catch {
                throw ImportError(name: name, error)
            }
        }
        Console.note(
            "Imported \(Self.count(chosen.count)) into \(FilePath(configuration.recordings.folder).nearby.readable).")
        if chosen.count < delivered.files.count { throw ExitCode(1) }
    }

    private func question(_ chosen: [DeliveredFile]) -> String {
        let replacing = chosen.count { !$0.replaces.isEmpty }
        let tail =
            replacing == 0
            ? "" : replacing == 1 ? ", of which 1 replaces another" : ", of which \(replacing) replace others"
        return "Import \(Self.count(chosen.count))\(tail)?"
    }

    private func missing(
        _ names: [AnnouncementName], _ chosen: [DeliveredFile], _ target: RecordingDelivery
    ) -> [AnnouncementName] {
        let delivered = Set(chosen.compactMap(\.announcement))
        return names.filter { !delivered.contains($0) && target.recordings(of: $0).isEmpty }
    }

    private static func count(_ count: Int) -> String { "\(count) \(count == 1 ? "recording" : "recordings")" }
}

/// Why an import ended before its end.
struct ImportError: ReportableError {
    /// The announcement whose recording it was; nil before the first.
    let name: AnnouncementName?
    let reason: StudioError

    init(name: AnnouncementName?, _ reason: StudioError) { (self.name, self.reason) = (name, reason) }

    var sentence: String {
        let what = name.map { "The recording of \(quoted($0.text)) was not imported" } ?? "Nothing was imported"
        switch reason {
        case .system(let errno, let path): return "\(what): \(path): \(StudioError.reason(errno))."
        case .impossiblePlace(_, let folder): return "\(what): \(quoted(folder)) cannot be a folder of recordings."
        default: return "\(what)."
        }
    }
}

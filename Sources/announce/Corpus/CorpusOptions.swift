import ArgumentParser
import Corpora
import LocalFiles
import SystemPackage

/// The options for the recordings that a manifest names.
struct CorpusOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Convert the recordings that a manifest names: Kaldi's wav.scp, JSON Lines of NeMo or Lhotse, CSV or TSV with a "
                + "header, each also as .gz; - for standard input.", valueName: "file"),
        completion: .file())
    var manifest: PathArgument?

    @Option(
        help: ArgumentHelp(
            "Folder of the results, JSON lines with one file per attempt. What has a result there is not converted again.",
            valueName: "folder"),
        completion: .directory)
    var results: PathArgument?

    @Option(
        help: ArgumentHelp(
            "Convert one of N parts of the manifest; numbers start at 0 (default: from SLURM_ARRAY_TASK_ID and its "
                + "_COUNT, else the whole).", valueName: "i/n"))
    var shard: Shard?

    @Option(
        help: ArgumentHelp(
            "Number of parts; which one comes from SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX.", valueName: "n"))
    var shards: Int?

    @Option(
        help: ArgumentHelp(
            "Folder where relative paths of the manifest begin (default: the current folder for wav.scp and Lhotse, the "
                + "manifest's folder for NeMo and tables).", valueName: "folder"),
        completion: .directory)
    var root: PathArgument?

    @Flag(help: "Convert recordings that failed before once more.")
    var retryFailed = false

    @Flag(help: "Show how many recordings have a result and which shards are unfinished; convert nothing.")
    var status = false

    @Option(
        help: ArgumentHelp(
            "Write the manifest with the converted files, their rate and durations, in the form that it has; convert nothing.",
            valueName: "file"),
        completion: .file())
    var writeManifest: PathArgument?

    /// Whether an option is given that only concerns manifests.
    private var hasOptions: Bool {
        results != nil || shard != nil || shards != nil || root != nil || retryFailed || status || writeManifest != nil
    }

    func validate() throws {
        guard manifest != nil else {
            guard !hasOptions else {
                throw ValidationError(
                    "--results, --shard, --shards, --root, --retry-failed, --status and --write-manifest need --manifest."
                )
            }
            return
        }
        guard results != nil else {
            throw ValidationError("--manifest needs --results FOLDER, where the outcome of each recording is recorded.")
        }
        guard !status || writeManifest == nil else {
            throw ValidationError("--status and --write-manifest are two commands.")
        }
        guard shard == nil || shards == nil else {
            throw ValidationError("--shard I/N already has the number of shards.")
        }
        guard shards.map((1...Shard.most).contains) != false else {
            throw ValidationError("--shards takes a number from 1 to \(Shard.most).")
        }
        guard writeManifest?.path != "-" else {
            throw ValidationError(
                "--write-manifest takes a file, since nothing is written before all recordings have a result.")
        }
        guard writeManifest == nil || shard == nil else {
            throw ValidationError("--write-manifest writes the whole manifest: omit --shard.")
        }
    }

    /// The manifest's path; nil for standard input.
    var path: FilePath? { manifest.flatMap { $0.path == "-" ? nil : $0.path } }

    /// The manifest as sentences name it.
    var name: String { path?.readable ?? "standard input" }

    /// - Throws: `CorpusError.manifest`.
    func open() throws(CorpusError) -> ManifestReader {
        do throws(ManifestError) {
            return try ManifestReader(path, root: root?.path)
        } catch {
            throw .manifest(name, error)
        }
    }

    var resultsFolder: ResultsFolder { ResultsFolder(results?.path ?? ".") }
}

extension Shard: ExpressibleByArgument {
    /// Reads `7/100`.
    public init?(argument: String) { self.init(argument) }
}

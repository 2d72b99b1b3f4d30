import ArgumentParser
import Corpora
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

/// What `convert --manifest` does, with its arguments read: converts a shard, shows the status, or writes the manifest of what
/// was converted.
struct CorpusRun: Sendable {
    /// The two that convert nothing, and the one that does.
    enum Work: Sendable {
        case status
        case writeManifest(FilePath)
        /// - folder: the output folder, absolute.
        case convert(ConfinedConversion, folder: FilePath, threads: Int)
    }

    let options: CorpusOptions
    let work: Work
    let recipe: Recipe
    /// The extension of announcements.
    let suffix: String
    let shard: Shard
    /// Whether results that are failures are one of the command.
    let strict: Bool
    let json: Bool
    let quiet: Bool

    /// The shard that the options or the engine name.
    static func shard(
        _ options: CorpusOptions, environment: [String: String]
    ) throws(CorpusError) -> (shard: Shard, source: ShardEnvironment.Source?) {
        // What converts nothing is about the whole, also within a task of an array.
        if let shard = options.shard { return (shard, nil) }
        if options.status || options.writeManifest != nil { return (.whole, nil) }
        do throws(ShardEnvironment.Failure) {
            guard let found = try ShardEnvironment.shard(environment, count: options.shards) else {
                return (.whole, nil)
            }
            return (found.shard, found.source)
        } catch {
            throw .shard(error)
        }
    }

    func run() async throws {
        do {
            switch work {
            case .status: try showStatus()
            case .writeManifest(let path): try writeManifest(path)
            case .convert(let conversion, let folder, let threads):
                try await convert(conversion, to: folder, threads)
            }
        } catch let error as CorpusError {
            Console.error(error.sentence)
            throw error.status
        }
    }

    // MARK: Converting

    private func convert(_ conversion: ConfinedConversion, to folder: FilePath, _ threads: Int) async throws {
        let report = CorpusReport(manifest: options.name, showsProgress: Console.canRedraw && !quiet && !json)
        let run = self
        try await Interruption.cancelling(terminated: CorpusError.notFinished) {
            let queue = try CorpusQueue(run.options, shard: run.shard)
            do {
                try await CorpusConversion(
                    queue, run.recipe, suffix: run.suffix, folder: folder, retriesFailed: run.options.retryFailed,
                    conversion, threads: threads, report
                ).run()
            } catch {
                report.clear()
                run.summarize(queue, report, isFinished: false)
                throw error
            }
            report.clear()
            let stop = queue.stopReason
            run.summarize(queue, report, isFinished: stop == nil)
            if let stop { throw stop }
            let counts = queue.counts
            if counts.refused > 0 { throw ExitCode.validationFailure }
            if run.strict, counts.failed + counts.failedBefore > 0 { throw ExitCode(1) }
        }
    }

    private func summarize(_ queue: CorpusQueue, _ report: CorpusReport, isFinished: Bool) {
        let counts = queue.counts
        if json { Console.result(jsonText(CorpusRunObject(counts, shard, isFinished: isFinished))) }
        guard !quiet else { return }
        if counts.refused > CorpusStatus.namedRefusals {
            Console.note("\(grouped(counts.refused)) lines of \(options.name) name no recording.")
        }
        let part = shard.count > 1 ? "Shard \(shard.index)/\(shard.count): " : ""
        Console.note("\(part)\(counts.text) in \(decimalText(report.elapsed, 1)) s.")
    }

    // MARK: Converting nothing

    private func showStatus() throws {
        let manifest = try options.open()
        let status: CorpusStatus
        do throws(ManifestError) {
            status = try CorpusStatus(
                of: manifest, in: options.resultsFolder, shard: shard,
                count: options.shards ?? (options.shard == nil ? nil : shard.count))
        } catch {
            throw CorpusError.manifest(options.name, error)
        }
        Console.print(CorpusStatusObject(status), asJSON: json, text: status.text(of: options.name))
        if status.missing > 0 { throw ExitCode(CorpusError.notFinished) }
        if status.refused > 0 { throw ExitCode.validationFailure }
        if strict, status.failed > 0 { throw ExitCode(1) }
    }

    private func writeManifest(_ path: FilePath) throws {
        let manifest = try options.open()
        let written: ConvertedManifest
        do throws(ManifestError) {
            written = try ConvertedManifest(of: manifest, in: options.resultsFolder, to: path)
        } catch {
            throw CorpusError.manifest(options.name, error)
        }
        guard written.missing == 0 else { throw CorpusError.missing(written.missing) }
        let left = [
            written.failed > 0 ? "\(grouped(written.failed)) that failed" : nil,
            written.refused > 0 ? "\(grouped(written.refused)) that name no recording" : nil,
        ].compactMap(\.self)
        if !quiet {
            Console.note(
                "\(path.readable): \(grouped(written.recordings)) lines"
                    + (left.isEmpty ? "." : "; left out: \(left.joined(separator: ", "))."))
        }
        if written.refused > 0 { throw ExitCode.validationFailure }
        if strict, written.failed > 0 { throw ExitCode(1) }
    }
}

import ArgumentParser
import CLinux
import Corpora
import FoundationEssentials
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

/// `convert --manifest`: what of the command line concerns it.
extension ConvertCommand {
    func validateCorpus() throws {
        guard inputs.isEmpty else {
            throw ValidationError("The manifest names the recordings: omit \(inputs[0].path).")
        }
        guard !force, !dryRun else {
            throw ValidationError(
                "With --manifest, the results say what is done: omit --force and --dry-run. Another --results folder "
                    + "starts anew, and --status shows what is left.")
        }
        let converts = !corpus.status && corpus.writeManifest == nil
        guard !converts || output.map({ $0.path != "-" }) == true else {
            throw ValidationError("--manifest needs a folder for the converted files: -o FOLDER.")
        }
    }

    func prepareCorpus(_ recipe: Recipe) throws -> CorpusRun {
        let found: (shard: Shard, source: ShardEnvironment.Source?)
        do throws(CorpusError) {
            found = try CorpusRun.shard(corpus, environment: ProcessInfo.processInfo.environment)
        } catch {
            Console.error(error.sentence)
            throw error.status
        }
        if !quiet, let source = found.source {
            Console.note("Shard \(found.shard.index)/\(found.shard.count), by \(source.rawValue).")
        }
        if let path = corpus.path, let target = corpus.writeManifest?.path, let identity = FileIdentity(path),
            identity == FileIdentity(target)
        {
            throw ValidationError("--write-manifest would replace the manifest itself.")
        }
        let work: CorpusRun.Work
        if corpus.status {
            work = .status
        } else if let path = corpus.writeManifest?.path {
            work = .writeManifest(path)
        } else {
            let threads = min(threads, Int(announce_available_processors()))
            work = .convert(
                ConfinedConversion(recipe, openAtOnce: threads), folder: (output?.path ?? ".").absolute,
                threads: threads)
        }
        return CorpusRun(
            options: corpus, work: work, recipe: recipe, suffix: recipe.fileNameExtension, shard: found.shard,
            strict: strict, json: json, quiet: quiet)
    }
}

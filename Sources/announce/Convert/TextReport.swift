import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

/// Prints the outcomes of a batch.
protocol OutcomeReport {
    /// - Parameter resultsToStandardError: whether standard output is taken by sound.
    func write(_ outcomes: [ConversionOutcome], _ plan: ConversionPlan, resultsToStandardError: Bool)
}

/// One line per recording, with its findings below; for several recordings their totals.
struct TextReport: OutcomeReport {
    let onlyErrors: Bool
    /// The time that the batch took.
    let elapsed: Duration

    func write(_ outcomes: [ConversionOutcome], _ plan: ConversionPlan, resultsToStandardError: Bool) {
        let output: FileDescriptor = resultsToStandardError ? .standardError : .standardOutput
        func result(_ names: String, _ details: String, _ findings: [Finding] = []) {
            guard !onlyErrors else { return }
            let lines = findings.map { finding in
                Console.marked("  \(finding.severity.rawValue): \(finding.sentence)", on: output)
            }
            let first = "\(names)  \(Console.styled(details, .faint, on: output))"
            Console.write(Console.safe(([first] + lines).joined(separator: "\n")) + "\n", to: output)
        }
        for outcome in outcomes {
            let names = "\(outcome.job.source.readable) → \(outcome.job.target.readable)"
            switch outcome.result {
            case .converted(let report): result(names, summary(report, outcome.recipe), report.findings)
            case .upToDate: result(names, "up to date")
            case .planned: result(names, "would be written")
            case .failed(let failure):
                Console.error("\(outcome.job.source.readable): \(failure.sentence(about: outcome.job.source))")
            }
        }
        guard !onlyErrors else { return }
        if outcomes.isEmpty, !plan.announcements.isEmpty {
            Console.note("Nothing to convert: these files are announcements. Name one alone to convert it again.")
        }
        if outcomes.count > 1 { Console.note(total(outcomes)) }
    }

    /// "12 converted (2 with warnings), 3 up to date, 1 failed in 4.2 s".
    private func total(_ outcomes: [ConversionOutcome]) -> String {
        var (converted, upToDate, planned, failed) = (0, 0, 0, 0)
        for outcome in outcomes {
            switch outcome.result {
            case .converted: converted += 1
            case .upToDate: upToDate += 1
            case .planned: planned += 1
            case .failed: failed += 1
            }
        }
        let warned = outcomes.count(where: \.hasWarnings)
        let parts = [
            (converted, " converted" + (warned > 0 ? " (\(warned) with warnings)" : "")), (upToDate, " up to date"),
            (planned, " would be written"), (failed, " failed"),
        ].filter { $0.0 > 0 }.map { "\($0)\($1)" }
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        return parts.joined(separator: ", ") + (planned > 0 ? "." : " in \(decimalText(seconds, 1)) s.")
    }

    private func summary(_ report: ConversionReport, _ recipe: Recipe) -> String {
        var parts = [durationText(report.duration), report.format.text, work(report, recipe).joined(separator: ", ")]
        if let level = report.activeLevel { parts.append("speech \(decibelText(level + 3)) dBm0") }
        if let peak = report.peak { parts.append("peak \(decibelText(peak)) dBFS") }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func work(_ report: ConversionReport, _ recipe: Recipe) -> [String] {
        let isStereo = report.format.channels.count <= 2
        let channel =
            switch report.findings.lazy.compactMap(\.usedChannel).first ?? recipe.channels {
            case .mix: report.format.channels.count > 1 ? "mixed" : ""
            case let choice: isStereo ? choice.words : choice.numbered
            }
        let steps = [
            channel,
            report.format.sampleRate == telephoneRate ? "" : "resampled",
            recipe.level.highPass ? "high-passed" : "",
            report.level?.clean?.outcome == .cleaned ? "cleaned" : "",
            report.level?.polish?.outcome == .polished ? "polished" : "",
            report.level.map { $0.gain == 0 ? "" : "\($0.gain > 0 ? "+" : "")\(decibelText($0.gain)) dB" } ?? "",
            report.level.map { $0.limited == 0 ? "" : "peaks -\(decibelText($0.limited)) dB" } ?? "",
            recipe.dither ? "dithered" : "",
            recipe.encoding == .pcm16 ? "" : recipe.encoding.rawValue,
        ].filter { !$0.isEmpty }
        return steps.isEmpty ? ["samples unchanged"] : steps
    }
}

extension ConversionPlan.Source {
    /// Nil for standard input.
    var path: FilePath? {
        if case .file(let path) = self { path } else { nil }
    }

    var readable: String {
        switch self {
        case .file(let path): path.readable
        case .standardInput: "standard input"
        }
    }
}

extension ConversionPlan.Target {
    var readable: String {
        switch self {
        case .file(let path): path.readable
        case .standardOutput: "standard output"
        }
    }
}

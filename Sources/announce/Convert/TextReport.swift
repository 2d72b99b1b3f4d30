import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

/// Prints the outcomes of a batch.
protocol OutcomeReport {
    /// - Parameter resultsToStandardError: whether standard output is taken by sound.
    func write(_ outcomes: [ConversionOutcome], skipped: [FilePath], resultsToStandardError: Bool)
}

/// One line per recording, with its findings below.
struct TextReport: OutcomeReport {
    let onlyErrors: Bool

    func write(_ outcomes: [ConversionOutcome], skipped: [FilePath], resultsToStandardError: Bool) {
        let result: (String) -> Void =
            if onlyErrors { { _ in } } else if resultsToStandardError { Console.note } else { Console.result }
        for outcome in outcomes {
            let names = "\(outcome.job.source.readable) → \(outcome.job.target.readable)"
            switch outcome.result {
            case .converted(let report):
                result("\(names)  \(summary(report, outcome.recipe))")
                for finding in report.findings { result("  \(finding.severity.rawValue): \(finding.sentence)") }
            case .upToDate:
                result("\(names)  up to date")
            case .planned:
                result("\(names)  would be written")
            case .failed(let failure):
                Console.error("\(outcome.job.source.readable): \(failure.sentence)")
            }
        }
        if !skipped.isEmpty, !onlyErrors {
            Console.note(
                "Passed over, since they are no recordings: \(skipped.map(\.readable).joined(separator: ", "))")
        }
        let failures = outcomes.count(where: \.hasFailed)
        if failures > 0, outcomes.count > 1, !onlyErrors {
            Console.note("\(failures) of \(outcomes.count) recordings failed.")
        }
    }

    private func summary(_ report: ConversionReport, _ recipe: Recipe) -> String {
        var parts = [durationText(report.duration), report.format.text, work(report, recipe).joined(separator: ", ")]
        if let level = report.activeLevel { parts.append("speech \(decibelText(level + 3)) dBm0") }
        if let peak = report.peak { parts.append("peak \(decibelText(peak)) dBFS") }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func work(_ report: ConversionReport, _ recipe: Recipe) -> [String] {
        let antiPhase = report.findings.lazy.compactMap { finding -> ChannelChoice? in
            if case .antiPhase(let used) = finding { used } else { nil }
        }.first
        let channel =
            switch antiPhase ?? recipe.channels {
            case .mix: report.format.channels.count > 1 ? "mixed" : ""
            case let choice: choice.words
            }
        let steps = [
            channel,
            report.format.sampleRate == telephoneRate ? "" : "resampled",
            recipe.level.highPass ? "high-passed" : "",
            report.level.map { $0.gain == 0 ? "" : "\($0.gain > 0 ? "+" : "")\(decibelText($0.gain)) dB" } ?? "",
            recipe.dither ? "dithered" : "",
            recipe.encoding == .pcm16 ? "" : recipe.encoding.rawValue,
        ].filter { !$0.isEmpty }
        return steps.isEmpty ? ["samples unchanged"] : steps
    }
}

extension ConversionPlan.Source {
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

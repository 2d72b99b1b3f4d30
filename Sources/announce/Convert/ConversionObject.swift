import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

/// Prints the outcomes as a JSON array with an object per recording, in the order of the command line.
struct JSONReport: OutcomeReport {
    func write(_ outcomes: [ConversionOutcome], _ plan: ConversionPlan, resultsToStandardError: Bool) {
        let text = jsonText(outcomes.map(OutcomeObject.init))
        if resultsToStandardError { Console.note(text) } else { Console.result(text) }
    }
}

/// The outcome of one conversion in JSON.
struct OutcomeObject: Encodable {
    let input: String
    let output: String
    let status: String
    var format: FormatObject?
    var recordedSeconds: Double?
    var seconds: Double?
    var samples: Int?
    var activeLevelDBm0: Double?
    var peakDBFS: Double?
    var gainDB: Double?
    var loudnessLUFS: Double?
    var truePeakDBTP: Double?
    var clean: CleanObject?
    var polish: PolishObject?
    var findings: [FindingObject]?
    var error: ErrorObject?

    init(_ outcome: ConversionOutcome) {
        // File names unescaped: JSON escapes them itself.
        input = if case .file(let path) = outcome.job.source { path.string } else { outcome.job.source.readable }
        output = if case .file(let path) = outcome.job.target { path.string } else { outcome.job.target.readable }
        switch outcome.result {
        case .converted(let report):
            status = "converted"
            format = FormatObject(report.format)
            recordedSeconds = rounded(report.recordedDuration)
            seconds = rounded(report.duration)
            samples = report.samples
            activeLevelDBm0 = report.activeLevel.map { rounded($0 + 3) }
            peakDBFS = report.peak.map(rounded)
            gainDB = report.level.map { rounded($0.gain) }
            loudnessLUFS = report.level?.loudnessAfter.map(rounded)
            truePeakDBTP = report.level?.truePeakAfter.map(rounded)
            clean = report.level?.clean.map(CleanObject.init)
            polish = report.level?.polish.map(PolishObject.init)
            findings = report.findings.map(FindingObject.init)
        case .upToDate: status = "up-to-date"
        case .planned: status = "planned"
        case .failed(let failure):
            status = "failed"
            error = ErrorObject(code: failure.code, message: failure.sentence(about: outcome.job.source))
        }
    }
}

/// What `--clean` did.
struct CleanObject: Encodable {
    let outcome: String
    var noiseBeforeDBm0: Double?
    var noiseAfterDBm0: Double?
    var humHz: Int?

    init(_ report: CleanReport) {
        outcome =
            switch report.outcome {
            case .cleaned: "cleaned"
            case .alreadyClean: "already-clean"
            case .notSpeech: "not-speech"
            }
        noiseBeforeDBm0 = report.noiseBefore.map { rounded($0 + 3) }
        noiseAfterDBm0 = report.noiseAfter.map { rounded($0 + 3) }
        humHz = report.hum
    }
}

/// What `--polish` did.
struct PolishObject: Encodable {
    let outcome: String
    var presenceDB: Double?
    var ratio: Double?
    var compressionDB: Double?

    init(_ report: PolishReport) {
        outcome =
            switch report.outcome {
            case .polished: "polished"
            case .alreadyClear: "already-clear"
            case .notSpeech: "not-speech"
            case .tooShort: "too-short"
            }
        guard report.outcome == .polished else { return }
        presenceDB = rounded(report.presence)
        ratio = rounded(report.ratio)
        compressionDB = rounded(report.compression)
    }
}

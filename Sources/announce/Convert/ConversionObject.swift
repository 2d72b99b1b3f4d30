import FoundationEssentials
import SystemPackage
import TelephoneAudio

/// The outcomes as a JSON array, an object a recording, in the order of the command line.
struct JSONReport: OutcomeReport {
    func write(_ outcomes: [ConversionOutcome], skipped: [FilePath], resultsToStandardError: Bool) {
        let text = jsonText(outcomes.map(OutcomeObject.init))
        if resultsToStandardError { Talk.note(text) } else { Talk.result(text) }
    }
}

/// JSON with keys in order, so that output can be compared.
func jsonText(_ value: some Encodable) -> String {
    jsonText(value, [.prettyPrinted])
}

/// JSON in one line.
func jsonLine(_ value: some Encodable) -> String {
    jsonText(value, [])
}

private func jsonText(_ value: some Encodable, _ form: JSONEncoder.OutputFormatting) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = form.union([.sortedKeys, .withoutEscapingSlashes])
    // Every value encoded here is made of strings, whole numbers and finite ones.
    guard let data = try? encoder.encode(value) else { return "[]" }
    return String(decoding: data, as: UTF8.self)
}

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
    var findings: [FindingObject]?
    var error: ErrorObject?

    init(_ outcome: ConversionOutcome) {
        // Names as they are, for JSON has its own escapes.
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
            findings = report.findings.map(FindingObject.init)
        case .upToDate: status = "up-to-date"
        case .planned: status = "planned"
        case .failed(let failure):
            status = "failed"
            error = ErrorObject(code: failure.code, message: failure.sentence)
        }
    }
}

struct FormatObject: Encodable {
    let container: String
    let codec: String
    let sampleRate: Int
    let channels: Int

    init(_ format: RecordingFormat) {
        container = format.container
        codec = format.codec
        sampleRate = format.sampleRate
        channels = format.channels.count
    }
}

struct FindingObject: Encodable {
    let severity: String
    let code: String
    let message: String
    let at: Double?

    init(_ finding: Finding) {
        severity = finding.severity.rawValue
        code = finding.code
        message = finding.sentence
        at = finding.place.map(rounded)
    }
}

struct ErrorObject: Encodable {
    let code: String
    let message: String
}

/// To a ten-thousandth: more would be noise in a report.
func rounded(_ value: Double) -> Double {
    (value * 10_000).rounded() / 10_000
}

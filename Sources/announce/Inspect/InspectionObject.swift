import MediaLibrary
import TelephoneAudio

/// The result of an inspection in JSON.
struct InspectionObject: Encodable {
    let input: String
    let plays: Bool
    var obstacles: [Remark] = []
    var doubts: [Remark] = []
    var format: FormatObject?
    var seconds: Double?
    var activeLevelDBm0: Double?
    var truePeakDBTP: Double?
    var clippedSamples: Int?
    var dcOffset: Double?
    var leadInSeconds: Double?
    var tailSeconds: Double?
    var energyAbove3400DB: Double?
    var dtmf: [Tone]?
    var findings: [FindingObject] = []
    var error: ErrorObject?

    struct Remark: Encodable {
        let code: String
        let message: String
    }

    struct Tone: Encodable {
        let key: String
        let at: Double
        let seconds: Double
    }

    init(_ result: InspectionResult) {
        input = result.name
        plays = result.plays
        switch result.outcome {
        case .failure(let failure):
            error = ErrorObject(code: failure.code, message: failure.sentence(about: result.file))
        case .success(let inspection):
            obstacles = inspection.playability.obstacles.map { Remark(code: $0.code, message: "\($0)") }
            doubts = inspection.playability.doubts.map { Remark(code: $0.code, message: "\($0)") }
            format = inspection.format.map(FormatObject.init)
            findings = inspection.findings.map(FindingObject.init)
            error = inspection.failure.map { ErrorObject(code: $0.code, message: $0.sentence(about: result.file)) }
            guard let sound = inspection.sound else { return }
            seconds = rounded(sound.duration)
            activeLevelDBm0 = sound.activeLevelDBm0.map(rounded)
            truePeakDBTP = sound.truePeak.map(rounded)
            clippedSamples = sound.clippedSamples
            dcOffset = rounded(sound.dcOffset)
            leadInSeconds = rounded(sound.leadIn)
            tailSeconds = rounded(sound.tail)
            energyAbove3400DB = sound.energyAbove3400.map(rounded)
            dtmf = sound.dtmf.map { Tone(key: "\($0.key)", at: rounded($0.at), seconds: rounded($0.duration)) }
        }
    }
}

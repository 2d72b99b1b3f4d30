import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

/// Formats an inspection as lines of text: the verdict first, the figures below.
struct InspectionText {
    func lines(_ inspection: Inspection, name: String, file: FilePath?) -> [String] {
        var lines = ["\(name): \(verdict(inspection))"]
        for doubt in inspection.playability.doubts { lines.append("  not verified: \(doubt.sentence)") }
        if let failure = inspection.failure {
            lines.append("  no sound: \(failure.sentence(about: file))")
        }
        if let format = inspection.format { lines.append("  format     \(format.text)") }
        if let sound = inspection.sound { lines += figures(sound).map { "  " + $0 } }
        lines += inspection.findings.map { finding in
            Console.marked("  \(finding.severity.rawValue): \(finding.sentence)", on: .standardOutput)
        }
        return lines
    }

    private func verdict(_ inspection: Inspection) -> String {
        let playability = inspection.playability
        guard !playability.plays else { return "would play" }
        return "would be skipped: " + playability.obstacles.map(\.sentence).joined(separator: "; ")
            + (inspection.failure == nil ? ". `announce convert` fixes this." : ".")
    }

    private func figures(_ sound: SoundReport) -> [String] {
        var lines = ["duration   \(durationText(sound.duration)) (\(secondsText(sound.duration)))"]
        let level =
            sound.activeLevel.map { "speech \(decibelText($0 + 3)) dBm0 (\(decibelText($0)) dBFS)" }
            ?? (sound.truePeak == nil ? "silence" : "too quiet to measure")
        lines.append("level      \(level)" + (sound.truePeak.map { ", true peak \(decibelText($0)) dBTP" } ?? ""))
        lines.append("silence    \(secondsText(sound.leadIn)) before, \(secondsText(sound.tail)) after")
        if sound.clippedSamples > 0 { lines.append("clipping   \(sound.clippedSamples) samples at full scale") }
        if abs(sound.dcOffset) >= 0.001 {
            let percent = decimalText(sound.dcOffset * 100, 1)
            lines.append("DC offset  \(percent) % of full scale")
        }
        if let energy = sound.energyAbove3400 {
            lines.append("above 3.4 kHz, which telephones do not transmit: \(decibelText(energy)) dB of the energy")
        }
        for tone in sound.dtmf {
            lines.append("key tone   \(tone.key) at \(durationText(tone.at)) for \(secondsText(tone.duration))")
        }
        return lines
    }
}

extension PlayObstacle {
    /// The reason in a sentence.
    var sentence: String {
        switch self {
        case .container(let name): "\(name) instead of WAV"
        case .leadingBytes(let count): "\(count) bytes of other data (a tag) before the WAV file"
        case .rf64: "RF64 instead of RIFF"
        case .codec(let name): name
        case .sampleRate(let rate): sampleRateText(rate)
        case .channels(let count): channelCountText(count)
        case .extensibleHeader: "WAVE_FORMAT_EXTENSIBLE header"
        case .noFormat: "the header does not state the format"
        case .riffSize(let claimed, let found): "the header says \(claimed) bytes follow, \(found) do"
        case .dataSize(let claimed, let found): "the header says \(claimed) bytes of sound, there are \(found)"
        case .brokenChunks: "the chunk sizes are wrong"
        case .contradictoryFormat: "the header contradicts itself"
        case .partialSample: "the last sample is incomplete"
        case .noSamples: "no samples"
        }
    }

    /// The obstacle's kind, as JSON output names it. Part of the interface: programs compare it.
    var code: String {
        switch self {
        case .container: "container"
        case .leadingBytes: "leading-bytes"
        case .rf64: "rf64"
        case .codec: "codec"
        case .sampleRate: "sample-rate"
        case .channels: "channels"
        case .extensibleHeader: "extensible-header"
        case .noFormat: "no-format"
        case .riffSize: "riff-size"
        case .dataSize: "data-size"
        case .brokenChunks: "broken-chunks"
        case .contradictoryFormat: "contradictory-format"
        case .partialSample: "partial-sample"
        case .noSamples: "no-samples"
        }
    }
}

extension PlayDoubt {
    /// The difference from files known to play, in a sentence.
    var sentence: String {
        switch self {
        case .chunksBefore(let names): "unusual chunks before the sound (\(names.joined(separator: ", ")))"
        case .chunksAfter(let names): "chunks after the sound (\(names.joined(separator: ", ")))"
        case .longFormatChunk(let bytes): "a fmt chunk of \(bytes) bytes instead of 16"
        }
    }

    /// The doubt's kind, as JSON output names it. Part of the interface: programs compare it.
    var code: String {
        switch self {
        case .chunksBefore: "chunks-before"
        case .chunksAfter: "chunks-after"
        case .longFormatChunk: "long-format-chunk"
        }
    }
}

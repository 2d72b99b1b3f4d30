import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

/// Formats an inspection as lines of text: the verdict first, the figures below.
struct InspectionText {
    func lines(_ inspection: Inspection, name: String, file: FilePath?) -> [String] {
        var lines = ["\(name): \(verdict(inspection))"]
        for doubt in inspection.playability.doubts { lines.append("  not verified: \(doubt)") }
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
        return "would be skipped: " + playability.reasons
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

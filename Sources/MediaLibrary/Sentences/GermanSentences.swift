import Glibc
import LocalFiles
import SystemPackage
package import TelephoneAudio
import Telephony

// The same sentences in German, for the dashboard.

extension Finding {
    /// `message` in German.
    package var germanMessage: String {
        switch self {
        case .stoppedEarly(let at, let expected, _):
            "bei \(duration(at)) abgebrochen" + (expected.map { " von etwa \(duration($0))" } ?? "")
                + ": Die Datei endet dort oder ist beschädigt"
        case .skippedDamage(let at, let bytes, let lost):
            "beschädigte Daten wurden übersprungen"
                + [
                    at.map { " bei \(duration($0))" }, bytes.map { " (\($0) Bytes)" },
                    lost.map { ", \(seconds($0)) Ton fehlen" },
                ].compactMap(\.self).joined()
        case .headerLies(let claimed, let found):
            "laut Kopf der Datei dauert sie \(duration(claimed)), tatsächlich \(duration(found)); alles wurde verwendet"
        case .cutShort(let missing):
            "die Datei ist \(missing) Bytes kürzer, als ihr Kopf sagt: Das Ende fehlt"
        case .unreadBytes(let count): "\(count) Bytes nach dem Ton wurden nicht beachtet"
        case .joinedStreams(let count): "\(count) Aufnahmen in einer Datei, nacheinander umgewandelt"
        case .timestampGap(let at, let gap):
            "bei \(duration(at)) springen die Zeitangaben um \(seconds(gap)): Dort fehlt Ton, oder eine Pause wurde ausgelassen"
        case .wrongTimestamps:
            "die Zeitangaben passen nicht zum Ton und wurden nicht beachtet; der ganze Ton wurde verwendet"
        case .otherTrack(let used, let unreadable):
            "Tonspur \(used) wurde verwendet: Spur \(unreadable) kann kein Decoder lesen"
        case .silentTrack(let used, let sounding): "Tonspur \(used) ist still, Spur \(sounding) nicht"
        case .nonFiniteSamples(let count): "\(count) Abtastwerte waren keine Zahlen und wurden zu Stille"
        case .silent: "nur digitale Stille: Anrufer hören nichts"
        case .antiPhase: "die beiden Kanäle löschen einander aus; nur einer wurde verwendet"
        case .channelsCancel: "die Kanäle löschen einander beim Mischen aus; nur einer wurde verwendet"
        case .oneChannel(_, let count): "nur einer von \(count) Kanälen hat Ton; er wurde allein verwendet"
        case .quiet(let level?):
            "sehr leise: \(decimal(level + 3, 1)) dBm0; Sprache sollte etwa −19 dBm0 haben. Nehmen Sie lauter auf, oder lassen Sie die "
                + "Lautstärke anpassen"
        case .quiet(nil):
            "zu leise, um gehört zu werden: unter −67 dBm0; Sprache sollte etwa −19 dBm0 haben. Nehmen Sie neu und lauter auf"
        case .tooShort(let length):
            "nur \(seconds(length)) lang: Anrufer überhören das. Wurde die Aufnahme abgeschnitten?"
        case .keyTones(let keys, let at):
            "Tastentöne \(keys.prefix(10).map(String.init).joined(separator: ", ")) bei \(duration(at)): Ein Menü hält sie für "
                + "gedrückte Tasten"
        case .clipped(let samples):
            "\(samples) Abtastwerte waren übersteuert und wurden abgeschnitten; nehmen Sie leiser auf"
        case .levelNotReached(let wanted, let reached, _):
            "die Lautstärke ist \(decimal(reached + wanted.measure.offset, 1)) statt "
                + "\(decimal(wanted.level + wanted.measure.offset, 1)) \(wanted.measure.unit)"
        case .tooShortToLevel: "zu wenig Ton, um die Lautstärke zu messen; sie blieb, wie sie war"
        case .dcOffset(let mean, let isRemoved):
            "Gleichanteil von \(decimal(mean * 100, 1)) %" + (isRemoved ? " entfernt" : "")
        case .noisy(let over):
            "die Sprache ist nur \(decimal(over, 1)) dB lauter als das Rauschen in den Pausen; Anrufer brauchen 15. Gehen Sie näher ans "
                + "Mikrofon, oder nehmen Sie in einem ruhigeren Raum auf"
        case .noiseRaised(let gain, let level):
            "das Rauschen in den Pausen wurde um \(decimal(gain, 1)) dB lauter, auf \(decimal(level + 3, 1)) dBm0"
        case .steadyNoise(let level):
            "gleichmäßiges Rauschen von \(decimal(level + 3, 1)) dBm0 in den Pausen: `clean` nimmt das meiste davon heraus"
        case .cleaned(let from, let to, let hum):
            "entrauscht: "
                + [
                    from.map { from in
                        "Rauschen von \(decimal(from + 3, 1)) auf "
                            + (to.map { "\(decimal($0 + 3, 1)) dBm0" } ?? "weniger, als messbar ist")
                    }, hum.map { "Brummen von \($0) Hz entfernt" },
                ].compactMap(\.self).joined(separator: ", ")
        case .notCleaned(.alreadyClean): "nicht entrauscht: Weder Rauschen noch Brummen ist zu hören"
        case .notCleaned: "nicht entrauscht: Das sind Musik oder Töne, oder es liegt Musik unter der Sprache"
        case .polished(let presence, let compression):
            "aufpoliert: "
                + [
                    presence > 0 ? "Konsonanten +\(decimal(presence, 1)) dB" : nil,
                    compression > 0 ? "laute Silben −\(decimal(compression, 1)) dB gegenüber leisen" : nil,
                ].compactMap(\.self).joined(separator: ", ")
        case .notPolished(.alreadyClear): "nicht aufpoliert: Die Sprache ist schon klar und dicht"
        case .notPolished(.tooShort): "nicht aufpoliert: Es ist weniger als ein Wort zu hören"
        case .notPolished: "nicht aufpoliert: Das sind Musik oder Töne, oder es liegt Musik unter der Sprache"
        case .trimmed(let start, let end):
            "\(seconds(start)) Stille am Anfang und \(seconds(end)) am Ende abgeschnitten"
        case .resampledBySinc(let rate): "\(rate) Hz wurden von libsamplerate umgerechnet"
        }
    }
}

extension RecordingFailure {
    /// `message` in German.
    package var germanMessage: String {
        switch self {
        case .refused(.system(let code, _)):
            "Lesen oder Umwandeln war nicht möglich: \(reason(code))."
        case .refused(.empty): "die Datei ist leer. Wurde sie ganz kopiert?"
        case .refused(.notAudio): "das ist keine Tonaufnahme, oder die Datei ist am Anfang beschädigt."
        case .refused(.noAudioTrack(let format)): "diese Datei (\(format)) enthält Bilder, aber keinen Ton."
        case .refused(.noSuchTrack(let number)): "die Tonspur \(number) gibt es darin nicht."
        case .refused(.hasHeader(let format)): "laut ihrem Kopf ist die Datei \(format)."
        case .refused(.noDecoder(let format)):
            "\(format.rawValue) lesen nur die Programme des Herstellers. Speichern Sie die Aufnahme dort als WAV oder MP3."
        case .refused(.needsFFmpeg(let format)):
            "für \(format) fehlt ffmpeg. Installieren Sie es (apt-get install ffmpeg), oder speichern Sie die Aufnahme als WAV, FLAC "
                + "oder MP3."
        case .refused(.undecodable(let format, _)):
            "die Datei lässt sich nicht als \(format) lesen. Speichern Sie die Aufnahme neu, als WAV, FLAC oder MP3."
        case .refused(.noSamples): "die Datei enthält keinen Ton. Wurde die Aufnahme beendet und ganz kopiert?"
        case .refused(.rateOutOfRange), .refused(.channelCountOutOfRange):
            "der Kopf der Datei ist vermutlich beschädigt."
        case .refused(.tooLong(let longest, _)): "sie ist länger als die erlaubten \(duration(longest))."
        case .refused(.noSuchChannel): "den gewünschten Kanal gibt es in der Aufnahme nicht."
        case .refused(.crashed), .crashed:
            "das Programm, das die Aufnahme liest, brach ab. Speichern Sie die Aufnahme neu."
        case .notWritten: "die Ansage konnte nicht geschrieben werden."
        case .tookTooLong(let seconds):
            "das Umwandeln dauerte länger als \(seconds) Sekunden und wurde abgebrochen."
        case .usedTooMuchMemory(let bytes):
            "das Umwandeln brauchte mehr als \(bytes >> 20) MiB Speicher und wurde abgebrochen."
        case .unintelligible(let status, _): "das Umwandeln schlug fehl (Status \(status))."
        case .noConverter(let code): "das Umwandeln konnte nicht beginnen: \(reason(code))."
        case .unplayable: "die umgewandelte Datei würde im Telefonnetz nicht abgespielt."
        case .notCleaned(.notRun(let code)): "der Befehl von `clean` lief nicht: \(reason(code))."
        case .notCleaned(.failed(let status, _)): "der Befehl von `clean` schlug fehl (Status \(status))."
        case .notCleaned(.ended(let signal, _)): "der Befehl von `clean` brach ab (Signal \(signal))."
        case .notCleaned(.tookTooLong(let seconds)):
            "der Befehl von `clean` brauchte länger als \(seconds) Sekunden und wurde abgebrochen."
        case .notCleaned(.tooMuch): "der Befehl von `clean` schrieb mehr, als eine Aufnahme hat."
        case .notCleaned(.unreadable): "der Befehl von `clean` schrieb nichts, was eine Aufnahme ist."
        case .notCleaned(.otherLength(let length, let expected)):
            "der Befehl von `clean` machte \(seconds(length)) s aus \(seconds(expected)) s; die Länge darf er nicht ändern."
        case .notCleaned(.silent): "nach dem Befehl von `clean` war sie stumm."
        case .unreadable(let code): "sie kann nicht gelesen werden: \(reason(code))."
        case .notStored(let code): "die Ansage kann nicht im Datenordner abgelegt werden: \(reason(code))."
        }
    }
}

extension LibraryProblem {
    /// `message` in German.
    package var germanMessage: String {
        switch self {
        case .failed(_, let path, let failure): "\(path): \(failure.germanMessage)"
        case .notSpoken(let name, let failure, let isHeard):
            "Der Text von \(name) ist nicht gesprochen: \(failure.germanMessage). "
                + (isHeard ? "Zu hören ist noch, was vorher gesprochen wurde. " : "")
                + "Es wird jede Minute neu versucht; mit einer Aufnahme \(name) braucht es keine Stimme."
        case .sameName(let name, let paths):
            "\(paths.joined(separator: " und ")) ergeben beide die Ansage \(name). Benennen Sie eine um, oder löschen Sie eine."
        case .badName(let path, _): "\(path) kann wegen des Namens keine Ansage sein. Benennen Sie die Datei um."
        case .beingWritten(let path):
            "\(path) wird noch geschrieben und umgewandelt, sobald die Datei vollständig ist."
        case .linkOut(let path):
            "\(path) ist ein Link aus dem Ordner der Aufnahmen hinaus, dem nicht gefolgt wird. Kopieren Sie die Aufnahme."
        case .folder(let path, ENOENT):
            "Den Ordner der Aufnahmen \(path) gibt es nicht. Er wird gelesen, sobald es ihn gibt."
        case .folder(let path, let code): "Der Ordner \(path) kann nicht gelesen werden: \(reason(code))."
        case .notWatched(let path, let code):
            "Änderungen in \(path) meldet das System nicht (\(reason(code))); darum wird alle paar Sekunden nachgesehen."
        case .onNetwork(let path):
            "\(path) liegt auf einem Netzlaufwerk, das Änderungen nicht meldet; darum wird alle paar Sekunden nachgesehen."
        case .partsMissing(let prompt, let parts) where parts.count == prompt.parts.count:
            "\(prompt) wird nicht abgespielt: Keiner der Teile ist veröffentlicht."
        case .partsMissing(let prompt, let parts):
            "\(prompt) wird ohne \(parts.map(\.text).joined(separator: " und ")) abgespielt, was nicht veröffentlicht ist."
        case .notJoined(let prompt, let failure):
            "\(prompt) ließ sich nicht zusammensetzen: \(failure.germanMessage)"
        case .notRemembered(let path, let code):
            "\(path) kann nicht geschrieben werden: \(reason(code)). Bis dahin wandelt jeder Start alles neu um."
        case .storedElsewhere(let path, let code):
            "Ansagen können nicht in \(path) abgelegt werden: \(reason(code)). Bis dahin liegen sie in einem vorläufigen Ordner und "
                + "gehen bei einem Neustart verloren."
        case .notShared(let fault):
            "Ansagen können nicht dort abgelegt werden, wo alle Instanzen sie finden: \(fault.germanMessage). Sie kommen von hier und werden dort abgelegt, "
                + "sobald das geht."
        case .fileLost(let prompt):
            "Die Datei der Ansage \(prompt) fehlt im Datenordner oder wurde verändert. Sie entsteht neu, wenn ihre Aufnahme da ist."
        }
    }
}

extension SpeechFailure {
    /// `message` in German.
    package var germanMessage: String {
        attempts.map { "\($0.engine) \($0.fault.germanMessage)" }.joined(separator: "; ")
    }
}

extension SpeechFault {
    /// `message` in German. What an engine says itself stays as it is.
    package var germanMessage: String {
        switch self {
        case .notInstalled(let program): "ist nicht installiert: Es gibt kein Programm \(program)"
        case .unreachable: "ist nicht erreichbar"
        case .tookTooLong(let seconds): "ist nach \(seconds) Sekunden nicht fertig"
        case .endedEarly: "hat aufgehört, bevor der Ton vollständig war"
        case .exited(let status, ""): "ist mit Status \(status) gescheitert"
        case .exited(let status, let words): "ist mit Status \(status) gescheitert: \(words)"
        case .crashed(let signal): "wurde durch Signal \(signal) beendet"
        case .refused(let status?, ""): "antwortet mit Status \(status)"
        case .refused(let status?, let words): "antwortet mit Status \(status): \(words)"
        case .refused(nil, let words): "lehnt ab: \(words)"
        case .noKey(let variable): "hat keinen Schlüssel: Die Umgebungsvariable \(variable) ist nicht gesetzt"
        case .notSound: "antwortet mit etwas, das kein Ton ist"
        case .silent: "antwortet mit Stille: Prüfen Sie die Stimme"
        case .tooLarge(let bytes): "antwortet mit mehr als \(bytes >> 20) MiB"
        case .notConverted(let failure): "liefert Ton, der sich nicht umwandeln lässt: \(failure.germanMessage)"
        case .notStored(let code): "hat gesprochen, aber der Datenordner nimmt es nicht auf: \(reason(code))"
        case .stopped: "wurde angehalten"
        }
    }
}

extension DepotFault {
    /// `message` in German. Why a host cannot be reached is said in English by the system, so it is left out.
    fileprivate var germanMessage: String {
        switch self {
        case .unreachable(let host, _): "\(host) ist nicht erreichbar"
        case .refused(let status, let code) where status == 401 || status == 403:
            "der Speicher antwortet mit \(status); prüfen Sie den Schlüssel und seine Rechte\(code.isEmpty ? "" : " (\(code))")"
        case .refused(let status, let code): "der Speicher antwortet mit \(status)\(code.isEmpty ? "" : " (\(code))")"
        case .database(let message): "die Datenbank antwortet: \(message)"
        case .file(let code): reason(code)
        }
    }
}

/// `0:06,4`
private func duration(_ seconds: Double) -> String { durationText(seconds).replacing(".", with: ",") }
private func seconds(_ value: Double) -> String { secondsText(value).replacing(".", with: ",") }
private func decimal(_ value: Double, _ decimals: Int) -> String {
    decimalText(value, decimals).replacing(".", with: ",").replacing("-", with: "−")
}
private func reason(_ code: CInt) -> String { Errno(rawValue: code).germanReason }

import MediaLibrary

extension Texts {
    /// The pages on announcements.
    enum Announcements {
        static var title: String { either("Announcements", "Ansagen") }
        static var all: String { either("All announcements", "Alle Ansagen") }
        static var new: String { either("New", "Neu") }
        static var preview: String {
            either(
                "Nothing is published until you have listened to it.",
                "Veröffentlicht wird erst, was Sie angehört haben.")
        }
        static func count(_ count: Int, matching search: String) -> String {
            let found = search.isEmpty ? "" : either(" matching “\(search)”", " zu „\(search)“")
            return either(
                "\(count) \(count == 1 ? "recording" : "recordings")\(found).",
                "\(count) \(count == 1 ? "Aufnahme" : "Aufnahmen")\(found).")
        }

        // MARK: The list

        static var announcement: String { either("Announcement", "Ansage") }
        static var sound: String { either("Sound", "Klang") }
        static var length: String { either("Length", "Länge") }
        static var level: String { either("Level", "Lautstärke") }
        static var usedBy: String { either("Used by", "Verwendet von") }
        static var nothing: String { either("nothing", "nichts") }
        static var converting: String { either("converting", "wird umgewandelt") }
        static var notPublished: String { either("not published", "nicht veröffentlicht") }
        static var previousIsLive: String { either("previous version is live", "frühere Fassung ist zu hören") }
        static var attention: String { either("Needs attention", "Bitte beachten") }
        static func more(_ count: Int) -> String { either("… and \(count) more.", "… und \(count) weitere.") }
        static var pages: String { either("Pages", "Seiten") }
        static func wasDeleted(_ name: String) -> String {
            either(
                "\(name) was deleted. Its recording is kept; you can restore it below.",
                "\(name) wurde gelöscht. Die Aufnahme bleibt aufbewahrt; unten lässt sie sich wiederherstellen.")
        }
        static func werePublished(_ count: Int) -> String {
            either(
                count == 1 ? "1 announcement was published." : "\(count) announcements were published.",
                count == 1 ? "1 Ansage wurde veröffentlicht." : "\(count) Ansagen wurden veröffentlicht.")
        }
        static var deleted: String { either("Deleted", "Gelöscht") }
        static var bringBack: String { either("Bring the old one back", "Alte zurückholen") }
        static var restore: String { either("Restore", "Wiederherstellen") }

        // MARK: One announcement

        static var playForDays: String {
            either(
                "Play it on certain days, instead of the usual one:", "An bestimmten Tagen statt der üblichen spielen:")
        }
        static func noNumberYet(_ name: String) -> HTML {
            either(
                html: """
                    Published. No number plays it yet. <a href="/home">Have callers hear it while a location is closed</a>, or write \
                    <code>play: \(name)</code> into the <a href="/configuration">configuration</a>.
                    """,
                """
                Veröffentlicht. Noch spielt sie keine Rufnummer. <a href="/home">Lassen Sie sie hören, solange ein Standort \
                geschlossen ist</a>, oder schreiben Sie <code>play: \(name)</code> in die <a href="/configuration">Konfiguration</a>.
                """)
        }
        static func live(_ address: String?) -> String {
            either(
                "Live: callers hear it now\(address.map { " at \($0)" } ?? "").",
                "Veröffentlicht: Anrufer hören sie ab jetzt\(address.map { " unter \($0)" } ?? "").")
        }
        static var waiting: String {
            either(
                "Being converted; not live yet. This page updates by itself.",
                "Wird umgewandelt und ist noch nicht zu hören. Die Seite erneuert sich von selbst.")
        }
        static var differs: String {
            either(
                "What callers hear differs from the preview: the settings for recordings have changed, or the announcement was "
                    + "replaced again. Listen to it below.",
                "Anrufer hören etwas anderes als in der Vorschau: Die Einstellungen für Aufnahmen haben sich geändert, oder die "
                    + "Ansage wurde noch einmal ersetzt. Unten können Sie sie anhören.")
        }
        static var isDeleted: String {
            either(
                "Deleted; callers do not hear it. You can restore it below.",
                "Gelöscht; Anrufer hören sie nicht. Unten lässt sie sich wiederherstellen.")
        }
        static var isNotPublished: String { either("It is not published.", "Sie ist nicht veröffentlicht.") }
        static var hearPrevious: String {
            either("Callers hear the previous version.", "Anrufer hören die frühere Fassung.")
        }
        static var published: String { either("Published announcement", "Veröffentlichte Ansage") }
        static func heard(in place: ListeningPlace) -> String {
            switch place {
            case .telephone: either("As heard on a telephone", "Wie am Telefon zu hören")
            case .street: either("On a telephone in a street", "Am Telefon an einer Straße")
            case .mobile: either("On a mobile (GSM codec)", "Am Handy (Codec von GSM)")
            }
        }
        static var currentElsewhere: String {
            either("The present one in these places", "Die jetzige an diesen Orten")
        }
        static var recording: String { either("Recording", "Aufnahme") }
        static func recording(_ path: String) -> String { either("Recording \(path)", "Aufnahme \(path)") }
        static var details: String { either("Details", "Einzelheiten") }
        static var replace: String { either("Replace", "Ersetzen") }
        static var callsGoOn: String {
            either(
                "Calls in progress hear the old version to its end.",
                "Laufende Anrufe hören die alte Fassung bis zum Ende.")
        }
        static var earlier: String { either("Earlier versions", "Frühere Fassungen") }
        static var until: String { either("Until", "Bis") }
        static var version: String { either("Version", "Fassung") }
        static var kept: String {
            either(
                "The last ten replaced or deleted recordings are kept. URLs of earlier versions work for one more day.",
                "Die letzten zehn ersetzten oder gelöschten Aufnahmen bleiben aufbewahrt. Adressen früherer Fassungen gelten noch einen Tag."
            )
        }
        static var wasReplaced: String { either("replaced", "ersetzt") }
        static var wasRemoved: String { either("deleted", "gelöscht") }
        static var withinADay: String { either("within the last day", "im Lauf des letzten Tages") }
        static var delete: String { either("Delete", "Löschen") }
        static func delete(_ name: String) -> String { either("Delete \(name)", "\(name) löschen") }
        static func inUse(_ places: HTML) -> HTML {
            either(
                html: "In use, so it cannot be deleted: \(places).",
                "Wird verwendet und lässt sich deshalb nicht löschen: \(places).")
        }
        static func notDeleted(_ name: String, places: String) -> String {
            either(
                "\(name) was not deleted because it is in use: \(places). Remove those uses first.",
                "\(name) wurde nicht gelöscht, weil sie verwendet wird: \(places). Entfernen Sie sie dort zuerst.")
        }
        static var notInUse: String {
            either(
                "Not in use. The recording is kept and can be restored.",
                "Wird nicht verwendet. Die Aufnahme bleibt aufbewahrt und lässt sich wiederherstellen.")
        }
        static func unknown(_ name: String) -> String {
            either("There is no announcement “\(name)”.", "Eine Ansage „\(name)“ gibt es nicht.")
        }

        // MARK: Figures

        static var peak: String { either("Peak", "Spitze") }
        static var speechLevel: String { either("Speech level", "Sprachpegel") }
        static var digitalSilence: String { either("digital silence", "digitale Stille") }
        static var silence: String { either("silence", "Stille") }
        static var good: String { either("good", "gut") }
        static var tooQuiet: String { either("too quiet", "zu leise") }
        static var tooLoud: String { either("too loud", "zu laut") }
        static func shortened(_ version: String, minutes: Int) -> String {
            either("\(version): the first \(minutes) minutes.", "\(version): die ersten \(minutes) Minuten.")
        }
        static var noFindings: String { either("No findings.", "Nichts zu beanstanden.") }
        static var warning: String { either("Warning:", "Warnung:") }
        static var mono: String { either("mono", "mono") }
        static var stereo: String { either("stereo", "stereo") }
        static func channels(_ count: Int) -> String { either("\(count) channels", "\(count) Kanäle") }
        static func flow(_ name: String) -> String { either("flow \(name)", "Ablauf \(name)") }
        static func menu(_ name: String) -> String { either("menu \(name)", "Menü \(name)") }
        static func schedule(_ name: String) -> String { either("schedule \(name)", "Zeitplan \(name)") }

        // MARK: Uploading

        static var name: String { either("Name", "Name") }
        static var nameHint: String { either("(default: the file’s name)", "(sonst: der Name der Datei)") }
        static func fileHint(megabytes: Int, files: Int) -> String {
            either(
                "(any audio files up to \(megabytes) MB, or drop them here)",
                "(beliebige Tondateien bis \(megabytes) MB, auch hierher gezogen)")
        }
        static func oneFileHint(megabytes: Int) -> String {
            either(
                "(any audio file up to \(megabytes) MB, or drop one here)",
                "(beliebige Tondatei bis \(megabytes) MB, auch hierher gezogen)")
        }
        static var upload: String { either("Upload and listen", "Hochladen und anhören") }
        static var record: String { either("Record with the microphone", "Mit dem Mikrofon aufnehmen") }
        static var stop: String { either("Stop", "Stopp") }
        static var microphoneLevel: String { either("Microphone level", "Pegel des Mikrofons") }
        static var noFile: String {
            either(
                "The upload has no file, or an empty one. Choose a recording.",
                "Es kam keine Datei an, oder eine leere. Wählen Sie eine Aufnahme.")
        }

        /// What the script says, by the names under which it asks.
        static var script: [(name: String, text: String)] {
            [
                ("uploading", either("Uploading … {percent} %", "Wird hochgeladen … {percent} %")),
                ("sent", either("Uploaded; being converted …", "Hochgeladen; wird umgewandelt …")),
                (
                    "failed",
                    either("The upload failed. Try again.", "Das Hochladen misslang. Versuchen Sie es noch einmal.")
                ),
                (
                    "large",
                    either(
                        "{name} has {size} MB; the limit is {limit} MB.",
                        "{name} hat {size} MB; erlaubt sind {limit} MB.")
                ),
                ("one", either("Only one recording at a time.", "Nur eine Aufnahme auf einmal.")),
                ("many", either("At most {limit} files at once.", "Höchstens {limit} Dateien auf einmal.")),
                (
                    "insecure",
                    either(
                        "Recording needs HTTPS, or a browser on the server itself.",
                        "Zum Aufnehmen braucht es HTTPS oder einen Browser auf dem Server selbst.")
                ),
                (
                    "denied",
                    either(
                        "The browser does not allow this page to use the microphone.",
                        "Der Browser erlaubt dieser Seite nicht, das Mikrofon zu benutzen.")
                ),
                ("none", either("No microphone found.", "Kein Mikrofon gefunden.")),
                (
                    "unusable",
                    either(
                        "The microphone cannot be used: {reason}", "Das Mikrofon lässt sich nicht benutzen: {reason}")
                ),
                (
                    "empty",
                    either(
                        "Nothing was recorded. Try again.", "Es wurde nichts aufgenommen. Versuchen Sie es noch einmal."
                    )
                ),
                (
                    "refused",
                    either("The server did not accept the recording.", "Der Server hat die Aufnahme nicht angenommen.")
                ),
            ]
        }

        // MARK: Drafts

        static var draftTitle: String { either("Listen before publishing", "Vor dem Veröffentlichen anhören") }
        static var aRecording: String { either("A recording", "Eine Aufnahme") }
        static var draftWaiting: String {
            either(
                "Being converted. This page updates by itself.", "Wird umgewandelt. Die Seite erneuert sich von selbst."
            )
        }
        static func draftFailed(_ reason: String) -> String {
            either(
                "This recording cannot be published: \(reason)",
                "Diese Aufnahme kann nicht veröffentlicht werden: \(reason)")
        }
        static var nothingPublished: String {
            either(
                "Nothing was published. Choose another recording, or export this one again.",
                "Es wurde nichts veröffentlicht. Wählen Sie eine andere Aufnahme, oder exportieren Sie diese noch einmal."
            )
        }
        static var unplayable: String {
            either(
                "Browsers cannot play the uploaded format, only the converted announcement.",
                "Browser können das hochgeladene Format nicht abspielen, nur die umgewandelte Ansage.")
        }
        static var uploaded: String { either("Uploaded recording", "Hochgeladene Aufnahme") }
        static var current: String { either("Currently published", "Zurzeit veröffentlicht") }
        static var toPublish: String { either("Announcement to be published", "Ansage zum Veröffentlichen") }
        static func replaces(_ name: String) -> String {
            either(
                "Replace the announcement \(name). The previous version is kept and can be restored.",
                "Die Ansage \(name) ersetzen. Die frühere Fassung bleibt aufbewahrt und lässt sich wiederherstellen.")
        }
        static var nameRule: String {
            either(
                "The name used in announce.yaml. A slash makes a folder.",
                "Der Name, den announce.yaml verwendet. Ein Schrägstrich macht einen Ordner.")
        }
        static var publish: String { either("Publish", "Veröffentlichen") }
        static var publishAll: String { either("Publish all", "Alle veröffentlichen") }
        static var discard: String { either("Discard", "Verwerfen") }
        static var discardAll: String { either("Discard all", "Alle verwerfen") }
        static func draftsTitle(_ count: Int) -> String {
            either(
                "Listen to \(count) recordings before publishing", "\(count) Aufnahmen vor dem Veröffentlichen anhören")
        }
        static var replaceShort: String { either("replace", "ersetzen") }

        // MARK: Failures

        static var noDraft: String {
            either(
                "This upload no longer exists: it was published, discarded, or not confirmed within an hour. Upload it again.",
                "Diese Aufnahme ist nicht mehr da: Sie wurde veröffentlicht, verworfen oder eine Stunde lang nicht bestätigt. Laden Sie sie "
                    + "noch einmal hoch.")
        }
        static var notReady: String {
            either(
                "This upload cannot be published: it has not been converted.",
                "Diese Aufnahme kann nicht veröffentlicht werden: Sie ist nicht umgewandelt.")
        }
        static func impossiblePlace(_ name: String, _ folder: String) -> String {
            either(
                "\(name) cannot be used as a name: “\(folder)” is ignored or not a folder. Choose another name.",
                "\(name) geht als Name nicht: „\(folder)“ wird übergangen oder ist kein Ordner. Wählen Sie einen anderen Namen."
            )
        }
        static func taken(_ name: String) -> String {
            either(
                "The announcement \(name) already exists. Confirm that it may be replaced, or choose another name.",
                "Die Ansage \(name) gibt es schon. Bestätigen Sie, dass sie ersetzt werden darf, oder wählen Sie einen anderen Namen."
            )
        }
        static func noRecording(_ name: String) -> String {
            either("There is no recording of \(name).", "Von \(name) gibt es keine Aufnahme.")
        }
        static var noVersion: String {
            either("This earlier version is no longer kept.", "Diese frühere Fassung ist nicht mehr aufbewahrt.")
        }
        static func notWritten(_ path: String, _ reason: String) -> String {
            either(
                "Nothing was changed: \(path) cannot be written (\(reason)).",
                "Es wurde nichts geändert: \(path) kann nicht geschrieben werden (\(reason)).")
        }
        static var beingWritten: String {
            either(
                "the file is still being written; it will be converted when it is complete.",
                "die Datei wird noch geschrieben; umgewandelt wird sie, wenn sie fertig ist.")
        }
        static var sameName: String {
            either(
                "another recording has the same name. Rename or remove one.",
                "eine andere Aufnahme hat denselben Namen. Benennen Sie eine um, oder entfernen Sie eine.")
        }
    }
}

extension Texts {
    /// What a call does, in a line: `StepSentences`.
    enum StepWords {
        static var open: String { either("open", "offen") }
        static var closed: String { either("closed", "geschlossen") }
        static var holiday: String { either("holiday", "Feiertag") }
        static var otherwise: String { either("else", "sonst") }
        static var from: String { either("from", "von") }
        static var and: String { either(" and ", " und ") }

        static func play(_ prompt: String) -> String { either("play \(prompt)", "\(prompt) abspielen") }
        static func menu(_ name: String) -> String { either("menu \(name)", "Menü \(name)") }
        static func through(_ flow: String) -> String { either("do \(flow)", "erst \(flow)") }
        static func dial(_ target: String) -> String { either("dial \(target)", "verbinden mit \(target)") }
        static func showing(_ number: String) -> String { either(" showing \(number)", ", angezeigt als \(number)") }
        static var withoutNumber: String { either(" without showing a number", ", ohne Rufnummer") }
        static var calledNumber: String { either("the called number", "der gewählten Rufnummer") }
        static var voicemail: String { either("voicemail", "Anrufbeantworter") }
        static var reject: String { either("reject", "abweisen") }
        static var rejectAsBusy: String { either("reject as busy", "als besetzt abweisen") }
        static var hangup: String { either("hangup", "auflegen") }
        static var connect: String { either("connect", "klingelt wie sonst") }
        static var again: String { either("repeat", "noch einmal") }
        static var back: String { either("back", "zurück") }
        static var unknownCaller: String { either("an unknown caller", "unbekannten Anrufern") }
        static var anExtension: String { either("an extension", "einer Nebenstelle") }
    }
}

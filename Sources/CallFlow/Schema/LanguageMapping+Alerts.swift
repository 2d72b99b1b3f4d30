extension LanguageMapping {
    static let alerts = LanguageMapping([
        Key(
            "webhook", ["anyOf": [.httpURL, alertReceiver.schema]],
            "URL that messages are posted to as JSON (docs/schemas/alert.schema.json)."),
        Key(
            "ntfy", ["anyOf": [.httpURL, alertReceiver.schema]],
            "URL of a topic of ntfy.sh, or of an ntfy server of your own."),
        Key(
            "mail", ["anyOf": [.email, alertMail.schema]],
            "Address that messages are mailed to, by the command `sendmail` or an SMTP server."),
        Key(
            "quiet", .text(matching: "^ *[0-9]{1,2}:[0-9]{2} *[-–] *[0-9]{1,2}:[0-9]{2}.*$"),
            "Local times at which messages wait, e.g. 22:00-07:00."),
        Key(
            "weekly-summary", .text(matching: "^[A-Za-z]+ +[0-9]{1,2}:[0-9]{2}$"),
            "Weekday and time at which a summary of the week is mailed, e.g. mon 08:00. Default: never."),
        Key(
            "language", .word(AlertLanguage.allCases.map(\.rawValue)), "Language of the messages.",
            standard: .text(AlertLanguage.english.rawValue)),
        Key("rules", alertRules.schema, "From when on something is reported; `off` for never."),
    ])

    static let alertReceiver = LanguageMapping([
        Key("url", .httpURL, "The URL."),
        Key("url-env", .variable, "Environment variable that holds the URL, instead of `url`."),
        Key("token-env", .variable, "Environment variable that holds a token, sent as Authorization: Bearer."),
    ])

    static let alertMail = LanguageMapping([
        Key("to", .oneOrMore(.email), "Whom messages are mailed to.", isRequired: true),
        Key("from", .email, "Sender address. Default: the first of `to`."),
        Key(
            "smtp", .text(matching: "^[^\\s:/@]+(:[0-9]{1,5})?$"),
            "SMTP server with its port (default 587). Default: the command `sendmail` of this machine."),
        Key(
            "encryption", .word(AlertWay.Mail.Encryption.allCases.map(\.rawValue)),
            "`starttls`, `tls` from the first byte, or `off`. Default: `tls` at port 465, `off` on this machine, else `starttls`."
        ),
        Key("user", .anyText, "User name at the SMTP server."),
        Key("password-env", .variable, "Environment variable that holds the password."),
    ])

    static let alertRules = LanguageMapping([
        Key(
            "not-fetched", SchemaNode.count(1...1000).orOff,
            "Answers that named an announcement which was never fetched completely.", standard: 3),
        Key(
            "no-calls", .text(matching: "^([0-9]+ *[smhd]|off)$"),
            "Open hours without a call where there usually are some.", standard: "4h"),
        Key(
            "not-ready", .text(matching: "^([0-9]+ *[smhd]|off)$"),
            "Time for which the server is not ready (see /health).", standard: "1m"),
        Key(
            "certificate", .text(matching: "^([0-9]+ *[smhd]|off)$"),
            "Time that the certificate is still valid for.", standard: "14d"),
        Key("recordings", .onOrOff, "Recordings that are not published.", standard: "on"),
        Key(
            "signatures", SchemaNode.count(1...1000).orOff,
            "Events with a missing or wrong signature within an hour.", standard: 3),
        Key("call-log", .onOrOff, "A call log that cannot be written, or lost entries.", standard: "on"),
        Key(
            "running-out", .text(matching: "^([0-9]+ *[smhd]|off)$"),
            "Time until the last special day of a schedule or the last turn of a rota.", standard: "14d"),
    ])
}

extension SchemaNode {
    fileprivate static let httpURL = text(matching: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s@]+$")
    fileprivate static let email = text(matching: "^[^@\\s]+@[^@\\s]+$")
    /// YAML takes a bare `on` and `off` for truth values.
    fileprivate static let onOrOff: SchemaNode = ["enum": ["on", "off", true, false]]
    fileprivate var orOff: SchemaNode { ["anyOf": [self, ["enum": ["off", false]]]] }
}

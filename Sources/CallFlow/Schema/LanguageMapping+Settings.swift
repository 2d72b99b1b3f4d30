extension LanguageMapping {
    /// The whole file.
    static let file = LanguageMapping([
        Key(
            "public-url", .text(matching: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s?#@]+$"),
            "The URL that the telephone network reaches this server by, e.g. https://phone.example.com.",
            isRequired: true),
        Key(
            "time-zone", .name, "The time zone of all hours and dates, by its IANA name, e.g. Europe/Berlin.",
            isRequired: true),
        Key("recordings", recordings.schema, "Where recordings are and how they are converted."),
        Key("speech", speech.schema, "What speaks the texts of announcements that have no recording."),
        Key(
            "texts", .mapping(of: ["anyOf": [.anyText, text.schema]]),
            "What announcements say, by name: spoken without a recording, else its script."),
        Key("s3", s3.schema, "The store of the bucket that `publish` in `recordings` names."),
        Key("webhook", webhook.schema, "Which events are answered."),
        Key("server", server.schema, "Where the server listens, and its certificate."),
        Key(
            "log", ["anyOf": [.word(["off"]), log.schema]],
            "What the call log stores and for how long; `off` for no call log."),
        Key("alerts", alerts.schema, "What is reported to people, how, and when not."),
        Key(
            "include", .oneOrMore(.anyText),
            "Files with more numbers, flows, menus and schedules, e.g. branches/*.yaml."),
        Key("numbers", .definition("numbers"), "What each number does."),
        Key(
            "forwarded-legs", .word(ForwardedLegs.allCases.map(\.rawValue)),
            "Whether further legs of a call that was answered before are answered again.",
            standard: .text(ForwardedLegs.leaveAlone.rawValue)),
        Key(
            "flows", .mapping(of: .definition("flowSteps")),
            "Flows by name: steps that numbers and other flows refer to."),
        Key("menus", .mapping(of: menu.schema), "Menus by name: questions that the caller answers with keys."),
        Key(
            "lists", .mapping(of: ["anyOf": [.anyText, ["type": "array", "items": .phoneNumber]]]),
            "Callers by the names of lists: numbers, or the path of a CSV file with the column number."),
        Key("schedules", .mapping(of: schedule.schema), "Schedules by name: when something is open."),
        Key("people", .mapping(of: .phoneNumber), "People by name, with their numbers, for `dial` and `rotas`."),
        Key("rotas", .mapping(of: rota.schema), "Rotas by name: whose turn it is to be called."),
        Key(
            "customers", .mapping(of: customerValue),
            "Customers by a short name, with their numbers: people with a login for a customer see what is theirs."),
    ])

    static let recordings = LanguageMapping([
        Key(
            "folder", .anyText,
            "Recordings folder, relative to this file. Each file becomes the announcement of its name.",
            standard: "media"),
        Key(
            "level", .level, "Level that speech is brought to, e.g. -19 dBm0 or -22 LUFS; `keep` leaves it alone.",
            standard: "keep"),
        Key("trim", .truth, "Whether silence is trimmed at both ends.", standard: false),
        Key(
            "clean", ["anyOf": [.truth, cleaning.schema]],
            "Whether steady noise and hum are taken out of speech, or the command that does it.", standard: false),
        Key(
            "polish", .truth, "Whether speech is made easier to understand in a street or a car; music is left alone.",
            standard: false),
        Key(
            "longest", .text(matching: "^[0-9]+ *[smh]$"),
            "Recordings with more sound are refused: a number and s, m or h, up to 37h.", standard: "4h"),
        Key(
            "publish",
            [
                "anyOf": [
                    .word(["database"]), .text(matching: DatabaseURL.pattern),
                    .text(matching: "^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9/._-]*)?$"),
                ]
            ],
            "Where all instances keep their announcements in common: `database` for that of `log`, the URL of another, or s3://BUCKET/FOLDER with the section `s3`."
        ),
        Key(
            "url", .text(matching: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s?#@]+$"),
            "Where calls fetch announcements instead of this server: a CDN in front of the bucket, or of this server's /media."
        ),
    ])

    static let cleaning = LanguageMapping([
        Key(
            "command", .oneOrMore(.anyText),
            "Program and arguments; WAV on standard input and output, or files where it says {in} and {out}.",
            isRequired: true)
    ])

    static let s3 = LanguageMapping([
        Key(
            "endpoint", .text(matching: "^[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9.:\\[\\]-]+/?$"),
            "URL of the S3-compatible store, without a path.", isRequired: true),
        Key(
            "region", .text(matching: "^[A-Za-z0-9-]+$"), "The store's region.",
            standard: .text(BucketSettings.standardRegion)),
        Key(
            "keys-env", .variable, "Environment variable that holds KEY-ID:SECRET.", isRequired: true),
    ])

    static let webhook = LanguageMapping([
        Key(
            "signature", .word(["required", "off"]),
            "Whether events need a valid signature. Default: `required`, but `off` if public-url is this machine."),
        Key(
            "keys", .oneOrMore(.anyText),
            "Public keys (PEM files) that sign events, instead of the provider's published key."),
        Key(
            "basic-auth", basicAuthentication.schema,
            "A user name and password that the provider sends with each event."),
    ])

    static let basicAuthentication = LanguageMapping([
        Key("user", .anyText, "User name, without colons.", isRequired: true),
        Key("password-env", .variable, "Environment variable that holds the password.", isRequired: true),
    ])

    static let server = LanguageMapping([
        Key(
            "listen", .endpoint, "Address for webhooks and recordings; 0.0.0.0:8080 to be reached from other machines.",
            standard: "127.0.0.1:8080"),
        Key(
            "admin", .endpoint, "Address of the dashboard and /health; keep it on loopback.", standard: "127.0.0.1:8081"
        ),
        Key(
            "tls", tls.schema,
            "Certificate to serve HTTPS with: files, or an authority that issues and renews it."),
        Key("admin-tls", .truth, "Whether the dashboard uses the certificate as well.", standard: false),
        Key(
            "position-key-env", .variable,
            "Environment variable with the key that signs positions; several instances must share it."),
        Key(
            "mask-numbers", .truth, "Whether the last digits of telephone numbers are hidden in the server's log.",
            standard: false),
        Key(
            "proxies", .oneOrMore(.text(matching: "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$")),
            "IP addresses or networks of proxies in front of this server, whose connections are not limited."),
        Key(
            "tunnel", ["anyOf": [.anyText, tunnel.schema]],
            "Tunnel from the internet: user@host for ssh, or a command. Its address replaces public-url."),
    ])

    static let tls = LanguageMapping([
        Key("certificate", .anyText, "Certificate chain (PEM file)."),
        Key("key", .anyText, "Private key (PEM file)."),
        Key("acme", acme.schema, "Certificate authority, instead of files."),
    ])

    static let acme = LanguageMapping([
        Key("email", .text(matching: "^[^@\\s]+@[^@\\s]+$"), "Where the authority writes to.", isRequired: true),
        Key(
            "directory", .text(matching: "^(letsencrypt|staging|[Hh][Tt][Tt][Pp][Ss]://[^\\s?#@]+)$"),
            "The authority: `letsencrypt`, `staging` to try it out, or the URL of another one's directory.",
            standard: "letsencrypt"),
        Key(
            "listen", .endpoint, "Address that port 80 of the public name leads to, for the authority's check.",
            standard: "0.0.0.0:80"),
        Key("ca", .anyText, "Certificates (PEM file) that the authority's own server is trusted by."),
    ])

    static let tunnel = LanguageMapping([
        Key("ssh", .text(matching: "^[^-\\s]\\S*$"), "SSH destination: user@host, or a name of ssh_config."),
        Key(
            "command", .oneOrMore(.anyText),
            "Command instead of ssh; {port} and {address} in it are the public listener's."),
        Key(
            "url", .text(matching: "^[Hh][Tt][Tt][Pp][Ss]://[^\\s?#@]+$"),
            "The tunnel's public address, if the command does not print it."),
    ])

    static let log = LanguageMapping([
        Key(
            "keep", .text(matching: "^(forever|[0-9]+ *[hdw])$"), "How long calls are kept: 12h, 90d, 6w or `forever`.",
            standard: "90d"),
        Key(
            "max-size", .text(matching: "^(unlimited|[0-9]+ *[MG]B)$"),
            "Size from which on the oldest calls are deleted: 500 MB, 2 GB or `unlimited`.", standard: "1 GB"),
        Key(
            "mask-numbers", .truth,
            "Whether the last digits of telephone numbers are hidden. Default: as in `server`."),
        Key("keep-digits", .truth, "Whether the keys that callers press are stored.", standard: true),
        Key(
            "database", .text(matching: DatabaseURL.pattern),
            "PostgreSQL database that several servers write their calls to, instead of a file: a URL without a password."
        ),
        Key(
            "keep-requests", .text(matching: "^(forever|[0-9]+ *[hdw])$"),
            "How long requests and answers are kept in full, in a database. Default: as long as their calls."),
    ])
}

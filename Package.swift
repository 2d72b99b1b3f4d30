// swift-tools-version: 6.2
import PackageDescription

/// For every target: Swift 6, the features that the next language mode brings, and no warnings.
let modern: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")

let package = Package(
    name: "announce",
    products: [
        .executable(name: "announce", targets: ["announce"]),
        .library(name: "TelephoneAudio", targets: ["TelephoneAudio"]),
        .library(name: "Sipgate", targets: ["Sipgate"]),
    ],
    // A package that wants TelephoneAudio alone says `traits: []` and resolves swift-system only; one that wants Sipgate alone,
    // `traits: ["Sipgate"]`.
    traits: [
        .default(enabledTraits: ["Server"]),
        .trait(name: "Sipgate", description: "What the library Sipgate needs: an HTTP client and cryptography."),
        .trait(name: "Server", description: "What the program announce needs.", enabledTraits: ["Sipgate"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        .systemLibrary(name: "CSndFile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CSampleRate", pkgConfig: "samplerate", providers: [.apt(["libsamplerate0-dev"])]),
        .systemLibrary(name: "CSpeexDSP", pkgConfig: "speexdsp", providers: [.apt(["libspeexdsp-dev"])]),
        .systemLibrary(name: "CMPG123", pkgConfig: "libmpg123", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CFLAC", pkgConfig: "flac", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "COpus", pkgConfig: "opus", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CVorbis", pkgConfig: "vorbis", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CLibPQ"),
        .target(name: "LocalFiles", dependencies: ["CLinux", system]),
        .target(
            name: "TelephoneAudio",
            dependencies: [
                "CFLAC", "LocalFiles", "CSndFile", "CSampleRate", "CSpeexDSP", "CMPG123", "COpus", "CVorbis",
                "Telephony",
                system,
            ]),
        .target(name: "Telephony"),
        .target(name: "Corpora", dependencies: ["CZlib", "LocalFiles", system]),
        .target(
            name: "Sipgate",
            dependencies: [
                "Telephony", crypto, .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "CallFlow", dependencies: ["CYAML", "Telephony"], resources: [.embedInCode("Holidays/holidays.txt")]),
        .target(name: "PostgreSQL", dependencies: ["CLibPQ"]),
        .target(name: "SharedState", dependencies: ["PostgreSQL", "Telephony"]),
        .target(name: "CallLog", dependencies: ["CLinux", "LocalFiles", "PostgreSQL", "Telephony", grdb, system]),
        .target(
            name: "MediaLibrary",
            dependencies: ["CLinux", "CZlib", "LocalFiles", "Telephony", "TelephoneAudio", crypto, system]),
        .target(
            name: "HTTPListener",
            dependencies: [
                "LocalFiles", crypto, httpTypes, lifecycle, logging, nioCore, nioHTTP1, nioPosix, system,
                .product(name: "NIOCertificateReloading", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "Alerts",
            dependencies: [
                "CallFlow", "LocalFiles", "Sipgate", "Telephony", nioCore, nioHTTP1, nioPosix, system,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "Webhook",
            dependencies: [
                "CallFlow", "HTTPListener", "MediaLibrary", "Sipgate", "Telephony", crypto, httpTypes, logging, nioCore,
                nioHTTP1,
            ]),
        .target(
            name: "Dashboard",
            dependencies: [
                "Alerts", "CLinux", "CallFlow", "CallLog", "HTTPListener", "LocalFiles", "MediaLibrary", "Sipgate",
                "Telephony", "Webhook", crypto, httpTypes, logging, nioCore, nioHTTP1, nioPosix, system,
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            resources: [
                .embedInCode("Announcements/announcements.js"), .embedInCode("Announcements/recorder.js"),
                .embedInCode("Configuration/configuration.js"), .embedInCode("Frame/admin.css"),
                .embedInCode("Editing/forms.js"), .embedInCode("Editing/week.js"),
                .embedInCode("Frame/frame.js"), .embedInCode("Frame/icon.svg"), .embedInCode("Frame/icon-192.png"),
                .embedInCode("Frame/icon-512.png"), .embedInCode("Home/home.js"), .embedInCode("Trial/trial.js"),
            ]),
        .target(
            name: "AnnounceServer",
            dependencies: [
                "CLinux", "CallFlow", "CallLog", "Dashboard", "HTTPListener", "MediaLibrary", "Sipgate", "Telephony",
                "Webhook", httpTypes, lifecycle, logging, nioCore, nioHTTP1, nioPosix,
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "ACME",
            dependencies: [
                "Sipgate", crypto, nioCore, nioHTTP1,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]),
        .target(
            name: "S3",
            dependencies: [
                "LocalFiles", "MediaLibrary", "Sipgate", "Telephony", crypto, nioCore, nioHTTP1, nioPosix, system,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "Speech",
            dependencies: [
                "CallFlow", "LocalFiles", "MediaLibrary", "Sipgate", "Telephony", crypto, nioCore, nioHTTP1, nioPosix,
                system, .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
        .target(
            name: "DatabaseDepot",
            dependencies: ["LocalFiles", "MediaLibrary", "PostgreSQL", "Telephony", crypto, system]),
        .target(
            name: "Hosting",
            dependencies: [
                "ACME", "Alerts", "AnnounceServer", "CLinux", "CallFlow", "CallLog", "Dashboard", "DatabaseDepot",
                "LocalFiles", "MediaLibrary", "S3", "SharedState", "Sipgate", "Speech", "Telephony", "TelephoneAudio",
                "Webhook",
                logging, system,
            ]),
        .target(
            name: "ServerProbe",
            dependencies: [
                "Sipgate", "Telephony",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]),
        .target(
            name: "ProviderSimulator",
            dependencies: [
                "CallFlow", "HTTPListener", "ServerProbe", "Sipgate", "Telephony", "TelephoneAudio", "Webhook", crypto,
                httpTypes, nioCore, nioPosix,
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .executableTarget(
            name: "announce",
            dependencies: [
                "Alerts", "AnnounceServer", "CallFlow", "CallLog", "CLinux", "Corpora", "Dashboard", "Hosting",
                "HTTPListener", "LocalFiles",
                "MediaLibrary", "ProviderSimulator", "ServerProbe", "SharedState", "Sipgate", "Telephony",
                "TelephoneAudio",
                "Webhook", logging, system,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.embedInCode("Init/Demo/announce.yaml")]
        ),
        // For Benchmarks/calllog.py and database.py, no part of the product.
        .executableTarget(
            name: "fill-log",
            dependencies: [
                "CallLog", "DatabaseDepot", "LocalFiles", "MediaLibrary", "Telephony", crypto, system,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/FillLog"),
        // What a large table of numbers costs, no part of the product.
        .executableTarget(
            name: "load-table", dependencies: ["CallFlow", "Telephony"], path: "Benchmarks/LoadTable"),
        // For `make fuzz`, no part of the product.
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "CallFlow", "Corpora", "HTTPListener", "MediaLibrary", "ProviderSimulator", "Sipgate", "Telephony",
                "TelephoneAudio", "Webhook", httpTypes, nioCore, nioHTTP1, system,
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Fuzz"),
        // The examples of docs/library.md, which a test runs.
        .executableTarget(name: "call-events", dependencies: ["Sipgate"], path: "Examples/CallEvents"),
        .executableTarget(name: "ivr", dependencies: ["Sipgate"], path: "Examples/IVR"),
        // Stands in for ffmpeg in tests.
        .executableTarget(name: "hostile-decoder", path: "Tests/HostileDecoder"),
        .target(
            name: "Support",
            dependencies: [
                "CLinux", crypto, system, .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/Support"),
        .target(
            name: "ProviderFixtures", dependencies: ["ProviderSimulator", "Sipgate", "Support", "Telephony"],
            path: "Tests/ProviderFixtures"),
        .testTarget(name: "TelephoneAudioTests", dependencies: ["TelephoneAudio", "Support", system]),
        .testTarget(name: "LocalFilesTests", dependencies: ["LocalFiles", "Support", system]),
        .testTarget(
            name: "SpeechTests",
            dependencies: [
                "CallFlow", "LocalFiles", "MediaLibrary", "Speech", "Support", "Telephony", "TelephoneAudio", system,
            ]),
        .testTarget(name: "S3Tests", dependencies: ["S3"]),
        .testTarget(name: "ACMETests", dependencies: ["ACME", "Support", crypto]),
        .testTarget(
            name: "AlertsTests", dependencies: ["Alerts", "CallFlow", "Sipgate", "Support", "Telephony", system]),
        .testTarget(name: "TelephonyTests", dependencies: ["Telephony"]),
        .testTarget(
            name: "SipgateTests",
            dependencies: [
                "ProviderFixtures", "ProviderSimulator", "Sipgate", "Telephony", "Support", crypto, nioCore, nioHTTP1,
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .testTarget(
            name: "CallFlowTests", dependencies: ["CallFlow", "Telephony", "Support"], exclude: ["Holidays"]),
        .testTarget(name: "PostgreSQLTests", dependencies: ["PostgreSQL", "Support"]),
        .testTarget(name: "SharedStateTests", dependencies: ["SharedState", "Support"]),
        .testTarget(name: "CallLogTests", dependencies: ["CallLog", "Telephony", "Support", grdb, system]),
        .testTarget(
            name: "MediaLibraryTests",
            dependencies: [
                "LocalFiles", "MediaLibrary", "Telephony", "TelephoneAudio", "Support", "hostile-decoder", system,
            ]),
        .target(
            name: "ServerFixtures",
            dependencies: [
                "AnnounceServer", "CallFlow", "CallLog", "Dashboard", "HTTPListener", "MediaLibrary", "Sipgate",
                "Support", "Telephony", "Webhook", logging, system,
            ],
            path: "Tests/ServerFixtures"),
        .testTarget(
            name: "HTTPListenerTests",
            dependencies: [
                "HTTPListener", "Support", httpTypes, lifecycle, logging, nioCore, nioHTTP1, nioPosix,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]),
        .testTarget(
            name: "WebhookTests",
            dependencies: [
                "AnnounceServer", "CallFlow", "HTTPListener", "MediaLibrary", "ProviderSimulator", "ServerFixtures",
                "Sipgate", "Support", "Telephony", "Webhook",
            ]),
        .testTarget(
            name: "ProviderSimulatorTests",
            dependencies: [
                "CallFlow", "ProviderFixtures", "ProviderSimulator", "Sipgate", "Support", "TelephoneAudio",
                "Telephony",
            ]),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "Alerts", "AnnounceServer", "CallFlow", "CallLog", "Dashboard", "HTTPListener", "LocalFiles",
                "MediaLibrary",
                "ServerFixtures", "Sipgate", "Support", "Telephony", "Webhook", httpTypes, nioCore, system,
            ]),
        .testTarget(
            name: "AnnounceServerTests",
            dependencies: [
                "AnnounceServer", "CallFlow", "CallLog", "Dashboard", "HTTPListener", "LocalFiles", "MediaLibrary",
                "ServerFixtures", "Sipgate", "Support", "Telephony", "Webhook", logging, nioCore, system,
                .product(name: "Metrics", package: "swift-metrics"),
            ]),
        .testTarget(
            name: "HostingTests",
            dependencies: [
                "AnnounceServer", "CallFlow", "Dashboard", "Hosting", "LocalFiles", "Sipgate", "Support", "Telephony",
                "Webhook", logging, system,
            ]),
        .testTarget(name: "CorporaTests", dependencies: ["Corpora", "LocalFiles", "Support", system]),
        .testTarget(name: "ServerProbeTests", dependencies: ["ServerProbe"]),
        .testTarget(
            name: "EndToEnd",
            dependencies: [
                "announce", "call-events", "ivr", "CallLog", "PostgreSQL", "ProviderFixtures", "ProviderSimulator",
                "Sipgate",
                "Telephony", "Support", "hostile-decoder", crypto, system,
            ]),
    ]
)

// Packages of a trait that is off are neither resolved nor built.
for target in package.targets where !["LocalFiles", "TelephoneAudio", "Telephony"].contains(target.name) {
    let trait = target.name == "Sipgate" ? "Sipgate" : "Server"
    target.dependencies = target.dependencies.map { dependency in
        guard case .productItem(let name, let package, let aliases, nil) = dependency else { return dependency }
        return .productItem(name: name, package: package, moduleAliases: aliases, condition: .when(traits: [trait]))
    }
}

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + modern
}

// The sample loops are unusably slow without the optimizer, so they have it in debug builds too: `make serve` and `make test`
// share one build. A package that depends on this one builds it in a checkout, where such flags are not allowed.
if !Context.packageDirectory.contains("/checkouts/") {
    // In the place of ffmpeg it finds the system's libraries only, so it does without Swift's.
    for target in package.targets where target.name == "hostile-decoder" {
        target.linkerSettings = [.unsafeFlags(["-static-stdlib"])]
    }
    // Every program contains Telephony. LLVM's linker takes half the time of gold.
    for target in package.targets where target.name == "Telephony" {
        target.linkerSettings = [.unsafeFlags(["-use-ld=lld"], .when(configuration: .debug))]
    }
    for target in package.targets where target.name == "TelephoneAudio" {
        let flags = ["-O", "-wmo", "-num-threads", "2", "-assert-config", "Debug"]
        target.swiftSettings?.append(.unsafeFlags(flags, .when(configuration: .debug)))
    }
}

// swift-tools-version: 6.2
import PackageDescription

/// Test-only: the sanitiser and the benchmarks set nothing here; see the Makefile.
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

let package = Package(
    name: "announce",
    products: [
        .executable(name: "announce", targets: ["announce"]),
        .library(name: "TelephoneAudio", targets: ["TelephoneAudio"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        .systemLibrary(name: "CSndFile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CSampleRate", pkgConfig: "samplerate", providers: [.apt(["libsamplerate0-dev"])]),
        .systemLibrary(name: "CMPG123", pkgConfig: "libmpg123", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CFLAC", pkgConfig: "flac", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "COpus", pkgConfig: "opus", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CVorbis", pkgConfig: "vorbis", providers: [.apt(["libsndfile1-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(
            name: "TelephoneAudio",
            dependencies: ["CFLAC", "CLinux", "CSndFile", "CSampleRate", "CMPG123", "COpus", "CVorbis", system]),
        .executableTarget(
            name: "announce",
            dependencies: [
                "CLinux", "TelephoneAudio", system, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(name: "Support", dependencies: [system], path: "Tests/Support"),
        .testTarget(name: "TelephoneAudioTests", dependencies: ["TelephoneAudio", "Support", system]),
        .testTarget(name: "EndToEnd", dependencies: ["announce", "Support", system]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + modern
}

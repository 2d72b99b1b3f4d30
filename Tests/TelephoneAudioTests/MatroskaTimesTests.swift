import Support
import SystemPackage
import Testing

@testable import TelephoneAudio

/// Gaps in the time stamps of WebM, which ffmpeg decodes as if they were not there.
@Suite struct MatroskaTimesTests {
    private static func element(_ id: [UInt8], _ body: [UInt8], isUnknown: Bool = false) -> [UInt8] {
        let size = UInt64(body.count) | 1 << 56
        return id + (isUnknown ? [1] + [UInt8](repeating: 0xFF, count: 7) : WaveBytes.little(size, 8).reversed()) + body
    }

    /// A film of a track with pictures and one with sound, whose blocks are at these times, in milliseconds.
    private static func file(_ times: [Int], isLive: Bool = false) -> [UInt8] {
        func track(_ number: UInt8, type: UInt8) -> [UInt8] {
            element([0xAE], element([0xD7], [number]) + element([0x83], [type]))
        }
        let tracks = element([0x16, 0x54, 0xAE, 0x6B], track(1, type: 1) + track(2, type: 2))
        let info = element([0x15, 0x49, 0xA9, 0x66], element([0x2A, 0xD7, 0xB1], [0x0F, 0x42, 0x40]))
        let clusters = stride(from: 0, to: times.count, by: 50).flatMap { start -> [UInt8] in
            let base = times[start]
            let blocks = times[start..<min(start + 50, times.count)].enumerated().flatMap { index, time -> [UInt8] in
                let relative = Array(WaveBytes.little(time - base, 2).reversed())
                let block: [UInt8] = [0x82] + relative + [0, 1, 2, 3]
                let picture = element([0xA3], [0x81] + relative + [0, 9])
                return (index % 7 == 0 ? picture : [])
                    + (index % 2 == 0 ? element([0xA3], block) : element([0xA0], element([0xA1], block)))
            }
            let time = element([0xE7], Array(WaveBytes.little(base, 4).reversed()))
            return element([0x1F, 0x43, 0xB6, 0x75], time + blocks, isUnknown: isLive)
        }
        return element([0x1A, 0x45, 0xDF, 0xA3], [1, 2, 3])
            + element([0x18, 0x53, 0x80, 0x67], info + tracks + clusters, isUnknown: isLive)
    }

    @Test("Jumps ahead are added up", arguments: [false, true]) func jumps(isLive: Bool) throws {
        let even = (0..<200).map { $0 * 20 }
        #expect(try MatroskaTimes(ByteSource.of(Self.file(even, isLive: isLive))).gap == nil)
        let gapped = even.map { $0 + ($0 >= 1000 ? 2000 : 0) + ($0 >= 3000 ? 500 : 0) }
        let gap = try #require(try MatroskaTimes(ByteSource.of(Self.file(gapped, isLive: isLive))).gap)
        #expect(abs(gap.at - 1) < 1e-9 && abs(gap.seconds - 2.5) < 1e-9)
        // A clock that is a little uneven, and blocks that come as they please.
        let uneven = even.enumerated().map { $1 + $0 % 3 * 15 }
        #expect(try MatroskaTimes(ByteSource.of(Self.file(uneven, isLive: isLive))).gap == nil)
        let random = (0..<200).map { $0 * 20 + $0 / 3 * 400 }
        #expect(try MatroskaTimes(ByteSource.of(Self.file(random, isLive: isLive))).gap == nil)
    }

    @Test("Damage in any byte ends the walk") func damage() throws {
        let file = Self.file((0..<20).map { $0 * 20 })
        for index in file.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var bytes = file
                bytes[index] = value
                _ = try MatroskaTimes(ByteSource.of(bytes))
            }
            _ = try MatroskaTimes(ByteSource.of(Array(file[..<index])))
        }
    }
}

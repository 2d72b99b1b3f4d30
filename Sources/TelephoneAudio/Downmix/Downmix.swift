/// Mixes samples of any layout to one mono `Float` signal, full scale 1.0.
///
/// Done block by block, in the loop that converts samples to `Float` anyway.
struct Downmix {
    /// The channels that make the announcement: each term is one channel, or two that share a weight and are added
    /// before they are weighted.
    private let terms: [Term]
    private let layout: SampleLayout
    private let channels: Int
    /// Float samples that were NaN, infinite or absurd, replaced by silence.
    private(set) var nonFinite = 0
    /// What the mix makes of its channels; nil unless several are mixed.
    private(set) var meter: ChannelMeter?

    struct Term: Hashable {
        var channel: Int
        var twin: Int?
        var weight: Float
    }

    /// - Throws: `noSuchChannel`.
    init(_ format: RecordingFormat, layout: SampleLayout, choice: ChannelChoice) throws(RecordingError) {
        self.layout = layout
        channels = format.channels.count
        switch choice {
        case .only(let channel):
            guard (1...channels).contains(channel) else { throw .noSuchChannel(choice, channels: channels) }
            terms = [Term(channel: channel - 1, weight: 1)]
        case .mix:
            let weights = mixWeights(of: format.channels)
            terms = Self.terms(weights: weights)
            if terms.count > 1 || terms.contains(where: { $0.twin != nil }) {
                meter = ChannelMeter(weights: weights, sampleRate: format.sampleRate)
            }
        }
    }

    /// Pairs channels of equal weight.
    static func terms(weights: [Float]) -> [Term] {
        var terms: [Term] = []
        for (channel, weight) in weights.enumerated() where weight != 0 {
            if let open = terms.firstIndex(where: { $0.weight == weight && $0.twin == nil }) {
                terms[open].twin = channel
            } else {
                terms.append(Term(channel: channel, weight: weight))
            }
        }
        return terms
    }

    /// Mixes the first `frames` frames of `block`, whose layout and channels are those given to `init`.
    ///
    /// - Parameter output: written in whole groups of four.
    mutating func mix(_ frames: Int, of block: SampleBlock, into output: UnsafeMutablePointer<Float>) {
        switch layout {
        case .int16, .packedInt24, .planarInt32: break
        case .float32: clean(block.base, frames * channels)
        case .planarFloat32: for channel in 0..<channels { clean(block.plane(channel), frames) }
        }
        let base = UnsafeRawPointer(block.base)
        let stride = block.planeStride
        switch (layout, channels) {
        case (.int16, 1): mix(frames, MonoInt16(base: base), into: output)
        case (.int16, 2): mix(frames, StereoInt16(base: base), into: output)
        case (.int16, _): mix(frames, InterleavedInt16(base: base, channels: channels), into: output)
        case (.packedInt24, _): mix(frames, PackedInt24(base: base, channels: channels), into: output)
        case (.float32, 1), (.planarFloat32, _): mix(frames, PlanarFloat(base: base, stride: stride), into: output)
        case (.float32, 2): mix(frames, StereoFloat(base: base), into: output)
        case (.float32, _): mix(frames, InterleavedFloat(base: base, channels: channels), into: output)
        case (.planarInt32(let bits), _):
            mix(frames, PlanarInt32(base: base, stride: stride, bits: bits), into: output)
        }
    }

    /// Replaces what is not a number in place: a single NaN would silence a whole batch of the resampler's transform.
    private mutating func clean(_ samples: UnsafeMutableRawPointer, _ count: Int) {
        let floats = UnsafeMutableBufferPointer(start: samples.assumingMemoryBound(to: Float.self), count: count)
        nonFinite += replaceNonFinite(floats)
    }

    private mutating func mix(
        _ frames: Int, _ samples: some SampleReader, into output: UnsafeMutablePointer<Float>
    ) {
        let target = UnsafeMutableRawPointer(output)
        for (number, term) in terms.enumerated() {
            let weight = term.weight * samples.scale
            switch (term.twin, number == 0) {
            case (nil, true): Self.write(frames, samples, term.channel, weight, to: target, adding: false)
            case (nil, false): Self.write(frames, samples, term.channel, weight, to: target, adding: true)
            case (let twin?, true): Self.write(frames, samples, term.channel, twin, weight, to: target, adding: false)
            case (let twin?, false): Self.write(frames, samples, term.channel, twin, weight, to: target, adding: true)
            }
        }
        meter?.measure(samples, frames: frames, mixed: output)
    }

    // Four frames at a time; block and output have room for up to three frames more.

    @inline(__always)
    private static func write(
        _ frames: Int, _ samples: some SampleReader, _ channel: Int, _ weight: Float,
        to target: UnsafeMutableRawPointer, adding: Bool
    ) {
        var frame = 0
        while frame < frames {
            let value = samples.four(channel, frame) * weight
            store(value, at: frame, in: target, adding: adding)
            frame &+= 4
        }
    }

    @inline(__always)
    private static func write(
        _ frames: Int, _ samples: some SampleReader, _ channel: Int, _ twin: Int, _ weight: Float,
        to target: UnsafeMutableRawPointer, adding: Bool
    ) {
        var frame = 0
        while frame < frames {
            let value = samples.fourSums(channel, twin, frame) * weight
            store(value, at: frame, in: target, adding: adding)
            frame &+= 4
        }
    }

    @inline(__always)
    private static func store(
        _ value: SIMD4<Float>, at frame: Int, in target: UnsafeMutableRawPointer, adding: Bool
    ) {
        let old = adding ? target.loadUnaligned(fromByteOffset: frame &* 4, as: SIMD4<Float>.self) : SIMD4()
        target.storeBytes(of: adding ? old + value : value, toByteOffset: frame &* 4, as: SIMD4<Float>.self)
    }
}

/// Beyond any real recording (+96 dBFS), and small enough that sums of a thousand channels stay finite.
private let largestSample: Float = 65536

/// Replaces NaN, infinities and absurd values by silence; returns how many.
func replaceNonFinite(_ samples: UnsafeMutableBufferPointer<Float>) -> Int {
    guard let base = UnsafeMutableRawPointer(samples.baseAddress) else { return 0 }
    var bad = 0
    var at = 0
    while at + 4 <= samples.count {
        let values = base.loadUnaligned(fromByteOffset: at * 4, as: SIMD4<Float>.self)
        let good = (values .< largestSample) .& (values .> -largestSample)
        if !all(good) {
            for lane in 0..<4 where !good[lane] { bad += 1 }
            base.storeBytes(
                of: SIMD4<Float>().replacing(with: values, where: good), toByteOffset: at * 4, as: SIMD4<Float>.self)
        }
        at += 4
    }
    while at < samples.count {
        if !(abs(samples[at]) < largestSample) {
            samples[at] = 0
            bad += 1
        }
        at += 1
    }
    return bad
}

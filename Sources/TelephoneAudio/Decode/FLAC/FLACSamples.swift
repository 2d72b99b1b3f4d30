/// A decoded frame: a buffer a channel, full scale 2^(bits - 1).
struct FLACSamples {
    let channels: UnsafePointer<UnsafePointer<Int32>?>
    /// Frames of sound.
    let count: Int
    let bitsPerSample: Int

    /// Writes `Int16` for up to 16 bits, shifted up to full scale, else `Float`.
    func interleave(_ channelCount: Int, into target: UnsafeMutableRawPointer) {
        switch (bitsPerSample <= 16, channelCount, channels[0], channelCount > 1 ? channels[1] : nil) {
        case (true, 1, let samples?, _):
            mono(samples, target.assumingMemoryBound(to: Int16.self))
        case (true, 2, let left?, let right?):
            stereo(left, right, target.assumingMemoryBound(to: UInt32.self))
        case (false, 2, let left?, let right?):
            stereo(left, right, target.assumingMemoryBound(to: Float.self))
        default:
            for channel in 0..<channelCount {
                guard let samples = channels[channel] else { continue }
                if bitsPerSample <= 16 {
                    spread(samples, target.assumingMemoryBound(to: Int16.self) + channel, step: channelCount)
                } else {
                    spread(samples, target.assumingMemoryBound(to: Float.self) + channel, step: channelCount)
                }
            }
        }
    }

    private var shift: Int32 { Int32(truncatingIfNeeded: 16 - bitsPerSample) }
    private var scale: Float { 1 / Float(1 << (bitsPerSample - 1)) }

    private func mono(_ samples: UnsafePointer<Int32>, _ target: UnsafeMutablePointer<Int16>) {
        let shift = shift
        let raw = UnsafeRawPointer(samples)
        let out = UnsafeMutableRawPointer(target)
        var index = 0
        while index &+ 8 <= count {
            let eight = raw.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Int32>.self) &<< shift
            out.storeBytes(of: SIMD8<Int16>(truncatingIfNeeded: eight), toByteOffset: index &* 2, as: SIMD8<Int16>.self)
            index &+= 8
        }
        while index < count {
            target[index] = Int16(truncatingIfNeeded: samples[index] &<< shift)
            index &+= 1
        }
    }

    /// A frame is one 32-bit word, the left sample in its lower half.
    private func stereo(
        _ left: UnsafePointer<Int32>, _ right: UnsafePointer<Int32>, _ target: UnsafeMutablePointer<UInt32>
    ) {
        let shift = UInt32(truncatingIfNeeded: shift)
        let (rawLeft, rawRight) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
        let out = UnsafeMutableRawPointer(target)
        let low = SIMD8<UInt32>(repeating: 0xFFFF)
        var index = 0
        while index &+ 8 <= count {
            let l = rawLeft.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<UInt32>.self) &<< shift
            let r = rawRight.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<UInt32>.self) &<< (shift &+ 16)
            out.storeBytes(of: (l & low) | r, toByteOffset: index &* 4, as: SIMD8<UInt32>.self)
            index &+= 8
        }
        while index < count {
            let l = UInt32(truncatingIfNeeded: left[index]) &<< shift
            let r = UInt32(truncatingIfNeeded: right[index]) &<< (shift &+ 16)
            target[index] = (l & 0xFFFF) | r
            index &+= 1
        }
    }

    private func stereo(
        _ left: UnsafePointer<Int32>, _ right: UnsafePointer<Int32>, _ target: UnsafeMutablePointer<Float>
    ) {
        let scale = scale
        let (rawLeft, rawRight) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
        let out = UnsafeMutableRawPointer(target)
        var index = 0
        while index &+ 4 <= count {
            var both = SIMD8<Float>()
            both.evenHalf = SIMD4<Float>(rawLeft.loadUnaligned(fromByteOffset: index &* 4, as: SIMD4<Int32>.self))
            both.oddHalf = SIMD4<Float>(rawRight.loadUnaligned(fromByteOffset: index &* 4, as: SIMD4<Int32>.self))
            out.storeBytes(of: both * scale, toByteOffset: index &* 8, as: SIMD8<Float>.self)
            index &+= 4
        }
        while index < count {
            target[2 &* index] = Float(left[index]) * scale
            target[2 &* index &+ 1] = Float(right[index]) * scale
            index &+= 1
        }
    }

    private func spread(_ samples: UnsafePointer<Int32>, _ target: UnsafeMutablePointer<Int16>, step: Int) {
        let shift = shift
        var (index, place) = (0, 0)
        while index < count {
            target[place] = Int16(truncatingIfNeeded: samples[index] &<< shift)
            index &+= 1
            place &+= step
        }
    }

    private func spread(_ samples: UnsafePointer<Int32>, _ target: UnsafeMutablePointer<Float>, step: Int) {
        let scale = scale
        var (index, place) = (0, 0)
        while index < count {
            target[place] = Float(samples[index]) * scale
            index &+= 1
            place &+= step
        }
    }
}

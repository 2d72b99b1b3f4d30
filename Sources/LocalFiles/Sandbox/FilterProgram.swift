import CLinux
import Glibc

/// A program of classic BPF that judges system calls (seccomp(2), bpf(4) of BSD).
///
/// The kernel runs it before every system call, with a small structure as its input, `struct seccomp_data`:
///
///     offset  0   the number of the call
///             4   the architecture, since numbers differ between them
///             8   the address of the instruction
///            16   six arguments of 8 bytes each; pointers are numbers here, what they point to cannot be seen
///
/// The machine has one register, A, of 32 bits. A jump says how many instructions to skip if its condition holds, and how
/// many if not; it only goes forwards, so every program ends. The number that it returns is the judgement.
struct FilterProgram {
    /// `struct sock_filter`: an instruction in 8 bytes.
    private struct Instruction {
        /// What to do.
        let code: UInt16
        /// Instructions to skip if the condition holds.
        let ifTrue: UInt8
        /// Instructions to skip if not.
        let ifFalse: UInt8
        /// The operand.
        let value: UInt32
    }

    /// What becomes of a call.
    enum Judgement: Hashable {
        case allow
        /// It fails with this error and has no effect.
        case fail(CInt)
        /// It has no effect, and the process learns that it succeeded.
        case pretend
        /// The whole process ends at once, as by SIGSYS.
        case kill

        fileprivate var value: UInt32 {
            switch self {
            case .allow: 0x7FFF_0000
            case .fail(let error): 0x0005_0000 | UInt32(error)
            case .pretend: 0x0005_0000
            case .kill: 0x8000_0000
            }
        }
    }

    /// A condition on one argument, of which the lower 32 bits are looked at: all those judged are of type `int`, or flags.
    enum Condition: Hashable {
        case argument(Int, is: UInt32)
        /// At least one of these bits is set.
        case argumentHas(Int, anyOf: UInt32)
        /// The upper 32 bits are zero too: a null pointer, when the lower ones are.
        case upperHalfIsZero(Int)
    }

    private var instructions: [Instruction] = []

    /// A program that first makes sure that calls have the numbers it knows, and kills the process otherwise.
    init() {
        load(4)
        instructions.append(Instruction(code: 0x15, ifTrue: 1, ifFalse: 0, value: Self.architecture))
        finish(.kill)
        load(0)
        #if arch(x86_64)
            // The same architecture has a second set of numbers, that of x32, above this bit.
            instructions.append(Instruction(code: 0x35, ifTrue: 0, ifFalse: 1, value: 0x4000_0000))
            finish(.kill)
        #endif
    }

    #if arch(x86_64)
        private static let architecture: UInt32 = 0xC000_003E
    #else
        private static let architecture: UInt32 = 0xC000_00B7
    #endif

    /// Judges the calls of these numbers.
    mutating func judge(_ numbers: [CInt], _ judgement: Judgement) {
        for number in numbers {
            instructions.append(Instruction(code: 0x15, ifTrue: 0, ifFalse: 1, value: UInt32(number)))
            finish(judgement)
        }
    }

    /// Judges a call by its arguments: by the first of the rules all of whose conditions hold, otherwise by `rest`.
    mutating func judge(_ number: CInt, _ rules: [([Condition], Judgement)], rest: Judgement) {
        var body = FilterProgram(empty: ())
        for (conditions, judgement) in rules {
            // Each condition takes two instructions; the one that fails skips those that are left, and the judgement.
            for (place, condition) in conditions.enumerated() {
                body.load(condition.offset)
                body.test(condition, elseSkip: UInt8(2 * (conditions.count - 1 - place) + 1))
            }
            body.finish(judgement)
        }
        // A rule that does not hold leads to the next one, never out of the call's rules: this ends them.
        body.finish(rest)
        let length = UInt8(body.instructions.count)
        instructions.append(Instruction(code: 0x15, ifTrue: 0, ifFalse: length, value: UInt32(number)))
        instructions += body.instructions
    }

    /// Ends the program: what no rule has judged.
    mutating func finish(_ judgement: Judgement) {
        instructions.append(Instruction(code: 0x06, ifTrue: 0, ifFalse: 0, value: judgement.value))
    }

    /// Calls `body` with the program as the kernel takes it, and the number of its instructions.
    func withInstructions<Result>(_ body: (UnsafeRawPointer?, UInt16) -> Result) -> Result {
        instructions.withUnsafeBytes { body($0.baseAddress, UInt16(instructions.count)) }
    }

    private init(empty: Void) {}

    private mutating func load(_ offset: UInt32) {
        instructions.append(Instruction(code: 0x20, ifTrue: 0, ifFalse: 0, value: offset))
    }

    private mutating func test(_ condition: Condition, elseSkip: UInt8) {
        switch condition {
        case .argument(_, let value):
            instructions.append(Instruction(code: 0x15, ifTrue: 0, ifFalse: elseSkip, value: value))
        case .argumentHas(_, let bits):
            instructions.append(Instruction(code: 0x45, ifTrue: 0, ifFalse: elseSkip, value: bits))
        case .upperHalfIsZero:
            instructions.append(Instruction(code: 0x15, ifTrue: 0, ifFalse: elseSkip, value: 0))
        }
    }
}

extension FilterProgram.Condition {
    /// Where the argument's half is; both architectures are little-endian.
    fileprivate var offset: UInt32 {
        switch self {
        case .argument(let number, _), .argumentHas(let number, _): UInt32(16 + 8 * number)
        case .upperHalfIsZero(let number): UInt32(16 + 8 * number + 4)
        }
    }
}

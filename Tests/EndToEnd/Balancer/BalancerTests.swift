import Glibc
import Support
import Testing

/// Two instances behind HAProxy, set up as `docs/operations.md` shows.
struct BalancerTests {
    @Test("instances that are ended, killed and started again hurt no call") func restarts() throws {
        let instances = try BalancedInstances(BalancedInstances.menus)
        let callers = Callers(port: instances.port)
        for signal in [SIGTERM, SIGKILL] {
            for instance in [instances.a, instances.b] {
                try callers.makeMoreCalls(30)
                try instance.restart(after: signal)
                try instances.wait(for: "UP")
            }
        }
        try callers.makeMoreCalls(30)
        #expect(callers.end() == [])
    }

    @Test("a recording and a configuration that reach one instance later hurt no call") func skew() throws {
        let instances = try BalancedInstances(BalancedInstances.menus)
        let callers = Callers(port: instances.port)
        try callers.makeMoreCalls(20)
        let edited = BalancedInstances.menus.replacing("second", with: "other").replacing("holiday", with: "extra")
        for instance in [instances.a, instances.b] {
            try instance.folder.copy("goodbye-en.mp3", to: "media/extra.mp3")
            let text = ServedFolder.text(edited, server: BalancedInstances.settings)
            try instance.folder.write(Array(text.utf8), to: "announce.yaml")
            try instance.wait(for: "Configuration reloaded")
            // After the first edit the other instance has neither the menu nor its announcement.
            try callers.makeMoreCalls(40)
        }
        #expect(callers.end() == [])
        #expect(callers.heard == ["welcome", "holiday", "extra"])
    }

    @Test("while every health check fails, calls are answered all the same") func failsOpen() throws {
        let instances = try BalancedInstances(BalancedInstances.menus, healthPort: ListeningSocket.unusedPort())
        try instances.wait(for: "DOWN")
        let callers = Callers(port: instances.port)
        try callers.makeMoreCalls(30)
        #expect(callers.end() == [])
    }
}

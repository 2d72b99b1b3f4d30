import CallFlow
import NIOPosix
import Synchronization
import Webhook

/// Pictures of call flows, cached: laid out by Graphviz if it is installed, else by `FlowLayout`.
final class FlowPictures: Sendable {
    private struct Key: Hashable {
        let graph: FlowGraph
        let language: Language
        let names: NumberNames
    }

    private let pictures = Mutex<[Key: FlowLayout]>([:])
    private static let most = 200
    /// The maximum number of nodes for Graphviz, which is slow with many.
    private static let mostNodes = 120
    /// The maximum number of nodes of a picture.
    private static let largest = 400

    private let latest = Mutex<(snapshot: VisiblePlan.Snapshot, graph: FlowGraph)?>(nil)

    /// The graph of a configuration, cached.
    func graph(of snapshot: VisiblePlan.Snapshot) -> FlowGraph {
        if let latest = latest.withLock({ $0 }), latest.snapshot === snapshot { return latest.graph }
        let graph = FlowGraph(snapshot.configuration)
        latest.withLock { $0 = (snapshot, graph) }
        return graph
    }

    /// A drawing and its description in words.
    func picture(of graph: FlowGraph, _ title: String) async -> HTML {
        let words = FlowWords(graph).html
        guard graph.nodes.count <= Self.largest else { return words }
        let key = Key(graph: graph, language: .current, names: Texts.numberNames)
        let known = pictures.withLock { $0[key] }
        let layout: FlowLayout
        if let known {
            layout = known
        } else {
            layout = await Self.layout(of: graph)
            pictures.withLock { pictures in
                // Pictures of earlier configurations are never needed again.
                if pictures.count >= Self.most { pictures = [:] }
                pictures[key] = layout
            }
        }
        return "\(FlowDrawing(layout: layout, title: title).html)\(words)"
    }

    private static func layout(of graph: FlowGraph) async -> FlowLayout {
        var layout = FlowLayout(graph)
        if graph.nodes.count <= mostNodes {
            let dot = layout.dot
            let plain = try? await NIOThreadPool.singleton.runIfActive {
                try? Graphviz.draw(dot, as: "plain", seconds: 5, isQuiet: true)
            }
            if let plain, layout.take(plain: String(decoding: plain, as: UTF8.self)) { return layout }
            layout = FlowLayout(graph)
        }
        layout.layOut()
        return layout
    }
}

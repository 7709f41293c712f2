package io.setpoint.mirror;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.setpoint.loop.Containment;
import io.setpoint.store.StoreException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one who takes revisions, and those who only measure. What the latter throw, and
 * what anybody throws who is told of anything but revisions, is contained: it keeps
 * nothing from the loop nor from each other. Revisions count as handed on only if the one
 * has taken them.
 *
 * @since 0.1.0
 */
public final class MirrorListeners implements MirrorListener {

	private static final Log logger = LogFactory.getLog(MirrorListeners.class);

	private final MirrorListener taker;

	private final List<MirrorListener> others;

	private MirrorListeners(MirrorListener taker, List<MirrorListener> others) {
		this.taker = taker;
		this.others = List.copyOf(others);
	}

	/**
	 * Make one listener of several.
	 * @param taker takes revisions, before the others hear of them
	 * @param others told of everything
	 * @return the listener
	 */
	public static MirrorListeners of(MirrorListener taker, List<MirrorListener> others) {
		return new MirrorListeners(taker, others);
	}

	static MirrorListener containing(MirrorListener listener) {
		return (listener instanceof MirrorListeners) ? listener : of(listener, List.of());
	}

	@Override
	public void changed(List<Revision> revisions) {
		List<Revision> told = List.copyOf(revisions);
		this.taker.changed(told);
		this.others.forEach((listener) -> contain(listener, (each) -> each.changed(told)));
	}

	@Override
	public @Nullable Map<String, Long> held(String prefix) {
		return this.taker.held(prefix);
	}

	@Override
	public void phaseChanged(String prefix, MirrorPhase from, MirrorPhase to) {
		tell((listener) -> listener.phaseChanged(prefix, from, to));
	}

	@Override
	public void reconnected(String prefix, @Nullable StoreException cause) {
		tell((listener) -> listener.reconnected(prefix, cause));
	}

	@Override
	public void resynced(ResyncReason reason, long revision, int changes) {
		tell((listener) -> listener.resynced(reason, revision, changes));
	}

	@Override
	public void connectionRenewed(String prefix) {
		tell((listener) -> listener.connectionRenewed(prefix));
	}

	@Override
	public void duplicatesDropped(String prefix, int count) {
		tell((listener) -> listener.duplicatesDropped(prefix, count));
	}

	private void tell(Consumer<MirrorListener> call) {
		contain(this.taker, call);
		this.others.forEach((listener) -> contain(listener, call));
	}

	private static void contain(MirrorListener listener, Consumer<MirrorListener> call) {
		Containment.contain(logger, "A listener of the watch loop failed; the configuration is not affected",
				() -> call.accept(listener));
	}

}

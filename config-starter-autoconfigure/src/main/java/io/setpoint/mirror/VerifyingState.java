package io.setpoint.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.setpoint.store.Change;
import io.setpoint.store.FutureRevisionException;
import io.setpoint.store.Header;
import io.setpoint.store.Index;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The watch is open. Before anything that it delivers counts, the store has to show that
 * it still has the history that the copy was made from: the same keys at the same
 * modification revisions, just before the first revision that is watched.
 */
final class VerifyingState extends MirrorState {

	private final Header opened;

	private final Map<String, Long> expected;

	private final Backlog backlog;

	private final List<Change> changes = new ArrayList<>();

	private @Nullable Question<Index> question;

	private long revision;

	VerifyingState(Mirror mirror, Header opened) {
		super(mirror);
		this.opened = opened;
		this.expected = mirror.expectedIndex();
		this.backlog = new Backlog(mirror.seams().settings().maxBacklog());
		this.revision = opened.revision();
	}

	@Override
	MirrorPhase phase() {
		return MirrorPhase.VERIFYING;
	}

	@Override
	void enter() {
		long known = mirror().frontier();
		if (mirror().group().isOtherCluster(this.opened.clusterId())) {
			mirror().read(Want.of(ResyncReason.STORE_REPLACED));
		}
		else if (this.opened.revision() < known) {
			doubt(new FutureRevisionException(
					"etcd is at revision " + this.opened.revision() + ", but revision " + known + " was read from it",
					null));
		}
		else {
			this.question = Question.ask(seams(), () -> seams().store().readIndex(mirror().prefix(), known),
					seams().settings().staleAfter(), this::answered, this::failed);
		}
	}

	private void answered(Index index) {
		if (mirror().group().isOtherCluster(index.clusterId()) || !index.modRevisions().equals(this.expected)) {
			mirror().read(Want.of(ResyncReason.STORE_REPLACED));
		}
		else {
			mirror().enter(new LiveState(mirror(), this.revision, this.changes));
		}
	}

	private void failed(StoreException cause) {
		if (cause instanceof FutureRevisionException) {
			doubt(cause);
		}
		else {
			mirror().failed(cause);
		}
	}

	private void doubt(StoreException cause) {
		mirror().read(Want.doubting(cause));
	}

	@Override
	void leave() {
		if (this.question != null) {
			this.question.cancel();
		}
	}

	@Override
	void changed(Header header, List<Change> changes) {
		this.revision = header.revision();
		this.changes.addAll(changes);
		this.backlog.add(changes);
		if (this.backlog.isFull()) {
			mirror().read(Want.of(ResyncReason.BACKLOG));
		}
	}

}

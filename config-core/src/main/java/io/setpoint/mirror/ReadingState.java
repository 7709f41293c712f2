package io.setpoint.mirror;

import java.util.List;

import io.setpoint.store.Image;
import io.setpoint.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Waits for a consistent read of all prefixes. A prefix that was refused shows first that
 * it can be read at all, so that it does not fail the others' reads.
 */
final class ReadingState extends MirrorState {

	private final ReadPurpose purpose;

	private @Nullable PendingCall<Image> attempt;

	ReadingState(Mirror mirror, ReadPurpose purpose) {
		super(mirror);
		this.purpose = purpose;
	}

	@Override
	MirrorPhase phase() {
		return MirrorPhase.READING;
	}

	ReadPurpose purpose() {
		return this.purpose;
	}

	boolean isCurrent() {
		return mirror().state() == this;
	}

	void dispelDoubt() {
		StoreException doubt = this.purpose.doubt();
		Assert.state(doubt != null, "There was no doubt");
		mirror().dispelDoubt(doubt);
	}

	@Override
	void enter() {
		if (mirror().isBarred()) {
			this.attempt = PendingCall.askInParts(surroundings(),
					(progressed) -> surroundings().store().read(List.of(mirror().prefix()), progressed),
					settings().staleAfter(), (image) -> readable(), mirror()::backOff);
		}
		else {
			mirror().group().resync().want(this);
		}
	}

	private void readable() {
		mirror().unbar();
		mirror().group().resync().want(this);
	}

	@Override
	void leave() {
		if (this.attempt != null) {
			this.attempt.cancel();
		}
		mirror().group().resync().forget(this);
	}

}

package io.setpoint.mirror;

import java.time.Duration;

import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Reconciler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReconcilerTests {

	private static final String WARNING = "The periodic comparison with etcd fails. Changes arrive as long as the"
			+ " watch stays open, and no longer after that: ";

	private final Setting setting = new Setting();

	private final ModelStore store = this.setting.store;

	@BeforeEach
	void start() {
		this.store.put("/a/x", "1");
		this.setting.settings = Setting.withReconcile(this.setting.settings, Duration.ofMinutes(5));
		this.setting.live("/a/");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void lookWhenRefusedWarnsOnceAndSaysWhenItWorksAgain(boolean permission, CapturedOutput output) {
		String remedy = "grant the user's role the right to read the prefix";
		StoreException refused = permission ? new PermissionDeniedException(remedy, null)
				: new AuthenticationFailedException(remedy, null);
		this.store.failNext("read", refused, refused, refused);
		this.setting.advance(Duration.ofMinutes(7).toMillis());
		assertThat(output).contains(WARNING + remedy);
		this.store.put("/a/x", "2");
		this.setting.advance(1_000);
		assertThat(this.setting.isExact("/a/")).isTrue();
		assertThat(output).doesNotContain("works again");
		this.setting.advance(Duration.ofMinutes(30).toMillis());
		assertThat(output.getOut()).containsOnlyOnce(WARNING).containsOnlyOnce("The comparison with etcd works again");
		this.store.failNext("read", refused);
		this.setting.advance(Duration.ofMinutes(7).toMillis());
		assertThat(output.getOut().split(WARNING, -1)).hasSize(3);
	}

	@Test
	void lookWhenEtcdIsOutOfReachForAMomentSaysNothing(CapturedOutput output) {
		StoreException away = new StoreUnreachableException("away", null);
		this.store.failNext("read", away, away);
		this.setting.advance(Duration.ofMinutes(30).toMillis());
		assertThat(this.store.calls("read")).isGreaterThan(3);
		assertThat(output).doesNotContain(WARNING).doesNotContain("works again");
	}

	@Test
	void lookWhenItFailsAgainAndAgainWarnsOnce(CapturedOutput output) {
		StoreException away = new StoreUnreachableException("away", null);
		this.store.failNext("read", away, away, away, away);
		this.setting.advance(Duration.ofMinutes(60).toMillis());
		assertThat(output.getOut()).containsOnlyOnce(WARNING + "away").containsOnlyOnce("works again");
	}

	@Test
	void lookWhenOnePrefixIsWithinAnotherReadsOnlyForTheOneThatDiffers() {
		Setting nested = new Setting();
		nested.settings = Setting.withReconcile(nested.settings, Duration.ofMinutes(5));
		nested.store.put("/a/b/x", "1");
		nested.recorder.untaken = "/a/b/";
		nested.live("/a/", "/a/b/");
		nested.advance(Duration.ofMinutes(5).plusSeconds(7).toMillis());
		assertThat(nested.recorder.resyncs).containsExactly(ResyncReason.RECONCILE);
		assertThat(nested.recorder.revisions).singleElement()
			.satisfies((revision) -> assertThat(revision.changes()).containsOnlyKeys("/a/b/"));
		assertThat(nested.recorder.phases("/a/b/")).contains("READING");
		assertThat(nested.recorder.phases("/a/")).doesNotContain("READING");
	}

}

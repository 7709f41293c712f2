package io.setpoint.it;

import io.setpoint.it.Shop.Left;
import io.setpoint.it.Shop.Right;
import io.setpoint.it.Shop.Text;
import io.setpoint.test.Acceptance;
import io.setpoint.test.EtcdInMemory;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A refused revision, what goes on beside it, what waits with it and its repair.
 */
@EtcdTest(mode = EtcdTest.Mode.IN_MEMORY)
class WorkedExampleTests {

	private final EtcdInMemory etcd;

	WorkedExampleTests(EtcdInMemory etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void prepare() {
		this.etcd.deletePrefix("");
		this.etcd.txn((txn) -> txn.put("/a/left/counter", "1").put("/a/right/counter", "1").put("/a/text/body", "1"));
	}

	private Application run() {
		return Launch.of(Shop.class).etcd(this.etcd).imports("etcd:/a/").run();
	}

	private static String values(Application application) {
		return application.get(Left.class).counter() + " " + application.get(Right.class).counter() + " "
				+ application.get(Text.class).body();
	}

	@Test
	void revisionWhenRefusedHoldsBackOnlyItselfUntilItIsRepaired() {
		try (Application application = run()) {
			Acceptance acceptance = Acceptance.of(this.etcd, application.context());
			acceptance.txn((txn) -> txn.put("/a/left/counter", "bad").put("/a/right/counter", "5"));
			acceptance.put("/a/text/body", "6");
			assertThat(values(application)).isEqualTo("1 1 6");
			assertThat(application.refusedKeys()).containsExactlyInAnyOrder("/a/left/counter", "/a/right/counter");
			long repair = acceptance.put("/a/left/counter", "7");
			assertThat(values(application)).isEqualTo("7 5 6");
			assertThat(application.refusals()).isEmpty();
			assertThat(application.live(Left.class).origin().revision()).isEqualTo(repair);
			assertThat(application.live(Right.class).origin().revision()).isEqualTo(repair);
		}
	}

	@Test
	void revisionWhenItTouchesAWaitingTypeWaitsWhole() {
		try (Application application = run()) {
			Acceptance acceptance = Acceptance.of(this.etcd, application.context());
			acceptance.txn((txn) -> txn.put("/a/left/counter", "bad").put("/a/right/counter", "5"));
			acceptance.txn((txn) -> txn.put("/a/right/counter", "6").put("/a/text/body", "6"));
			assertThat(values(application)).isEqualTo("1 1 1");
			acceptance.put("/a/left/counter", "7");
			assertThat(values(application)).isEqualTo("7 6 6");
		}
	}

}

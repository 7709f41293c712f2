package io.setpoint.it;

import java.util.function.Consumer;

import io.setpoint.it.Shop.Text;
import io.setpoint.test.EtcdAccess;
import io.setpoint.test.EtcdAccess.Right;
import io.setpoint.test.EtcdServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application says when it may read no longer what it watches still.
 */
@ExtendWith(OutputCaptureExtension.class)
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class RevokedRightsTests {

	private static final String WARNING = "The periodic comparison with etcd fails. Changes arrive as long as the"
			+ " watch stays open";

	@Test
	void rightThatIsRevokedInMidWatchIsSaidAndAgainWhenItIsBack(CapturedOutput output) {
		assertThatLossIsSaid((access) -> access.revoke("app", "reader"), (access) -> access.grant("app", "reader"),
				output);
		assertThat(output.getOut()).contains("grant the user's role the right to read the prefix");
	}

	@Test
	void userThatIsDeletedInMidWatchIsSaidAndAgainWhenItIsBack(CapturedOutput output) {
		assertThatLossIsSaid((access) -> access.deleteUser("app"), (access) -> {
			access.addUser("app", "secret");
			access.grant("app", "reader");
		}, output);
		assertThat(output.getOut()).doesNotContain("secret");
	}

	private static void assertThatLossIsSaid(Consumer<EtcdAccess> loss, Consumer<EtcdAccess> restoration,
			CapturedOutput output) {
		try (EtcdServer etcd = EtcdServer.builder()
			.rootPassword("root")
			.role("reader", Right.READ, "/a/")
			.user("app", "secret", "reader")
			.start()) {
			etcd.client().put("/a/text/body", "0");
			try (Application application = Launch.of(Shop.class)
				.etcd(etcd)
				.imports("etcd:/a/")
				.with("setpoint.etcd.user=app", "setpoint.etcd.password=secret",
						"setpoint.watch.reconcile-interval=100ms")
				.run()) {
				etcd.client().put("/a/text/body", "1");
				Application.await("the watch", () -> application.get(Text.class).body().equals("1"));
				loss.accept(etcd.access());
				Application.await("the warning", () -> output.getOut().contains(WARNING));
				restoration.accept(etcd.access());
				Application.await("the end of it", () -> output.getOut().contains("comparison with etcd works again"));
				etcd.client().put("/a/text/body", "2");
				Application.await("the change", () -> application.get(Text.class).body().equals("2"));
				assertThat(output.getOut()).containsOnlyOnce(WARNING);
			}
		}
	}

}

package io.setpoint.autoconfigure;

import java.util.List;

import io.setpoint.acceptance.InvalidConfigurationException;
import io.setpoint.configdata.LocationUnavailableException;
import io.setpoint.configdata.UnreadableLocationException;
import io.setpoint.store.AuthenticationFailedException;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.StoreException;
import io.setpoint.store.StoreUnreachableException;
import io.setpoint.store.TlsFailedException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the texts of the failure analysers.
 */
class FailureAnalyzerTests {

	private static final EtcdConnection CONNECTION = EtcdConnection.to("http://a:2379", "http://b:2379");

	@Test
	void locationWhenUnreachableSaysHowToStart() {
		FailureAnalysis analysis = analyze(CONNECTION, new StoreUnreachableException("Nothing listens", null));
		assertThat(lines(analysis.getDescription())).containsExactly(
				"The location 'etcd:/config/checkout/' cannot be read from etcd, and there is no last good state of it.",
				"", "    Reason: Nothing listens");
		assertThat(lines(analysis.getAction())).containsExactly(
				"Start etcd, or correct 'setpoint.etcd.endpoints' (http://a:2379, http://b:2379). "
						+ "To start without etcd, import 'optional:etcd:/config/checkout/'; in a test, set "
						+ "'setpoint.enabled=false'.",
				"", "An application that has once run with etcd also starts while it is away, from the last good "
						+ "state in 'setpoint.snapshot.directory', unless 'setpoint.snapshot.enabled' is false.");
	}

	@Test
	void locationWhenAuthenticationFailedNamesTheUser() {
		FailureAnalysis analysis = analyze(CONNECTION.withUser("app", "s3cr3t"),
				new AuthenticationFailedException("Wrong", null));
		assertThat(analysis.getAction())
			.isEqualTo("Correct 'setpoint.etcd.user' and 'setpoint.etcd.password' (user 'app').");
		assertThat(analysis.getDescription()).endsWith("    Reason: Wrong").doesNotContain("s3cr3t");
	}

	@Test
	void locationWhenAuthenticationFailedWithoutUserSaysThatItIsMissing() {
		FailureAnalysis analysis = analyze(CONNECTION, new AuthenticationFailedException("Wrong", null));
		assertThat(analysis.getAction())
			.isEqualTo("Correct 'setpoint.etcd.user' and 'setpoint.etcd.password', which are not set.");
	}

	@Test
	void locationWhenPermissionIsDeniedShowsTheCommand() {
		FailureAnalysis analysis = analyze(CONNECTION.withUser("app", "s3cr3t"),
				new PermissionDeniedException("May not", null));
		assertThat(lines(analysis.getAction())).containsExactly(
				"Grant a role of the user 'app' the right to read the prefix:", "",
				"    etcdctl role grant-permission <role> read --prefix=true /config/checkout/");
	}

	@Test
	void locationWhenTlsFailedNamesSchemeAndBundle() {
		FailureAnalysis analysis = analyze(CONNECTION, new TlsFailedException("Not trusted", null));
		assertThat(analysis.getAction())
			.isEqualTo("Correct the scheme of 'setpoint.etcd.endpoints' (http://a:2379, http://b:2379), "
					+ "or the certificates of the SSL bundle that 'setpoint.etcd.ssl.bundle' names.");
	}

	@Test
	void unreadableLocationListsEveryProblem() {
		UnreadableLocationException exception = mock(UnreadableLocationException.class);
		given(exception.getLocation()).willReturn("etcd:/config/checkout/");
		given(exception.getProblems()).willReturn(List.of("Key 'a' is refused.", "Key 'b' is refused."));
		FailureAnalysis analysis = new UnreadableLocationFailureAnalyzer().analyze(exception, exception);
		assertThat(lines(analysis.getDescription())).containsExactly(
				"The location 'etcd:/config/checkout/' holds keys that are no properties, "
						+ "and there is no last good state of them:",
				"", "    Key 'a' is refused.", "    Key 'b' is refused.");
		assertThat(analysis.getAction()).isEqualTo("Correct or delete the keys in etcd, and start again.");
	}

	@Test
	void invalidConfigurationListsEveryProblem() {
		InvalidConfigurationException exception = new InvalidConfigurationException(List.of("a is bad", "b is bad"));
		FailureAnalysis analysis = new InvalidConfigurationFailureAnalyzer().analyze(exception, exception);
		assertThat(lines(analysis.getDescription())).containsExactly(
				"The configuration is not valid, and there is no last good state of it:", "", "    a is bad",
				"    b is bad");
		assertThat(analysis.getAction()).isEqualTo("Correct the properties where they are set, and start again. "
				+ "Values are not shown, because they may be secret.");
	}

	private static FailureAnalysis analyze(EtcdConnection connection, StoreException failure) {
		LocationUnavailableException exception = mock(LocationUnavailableException.class);
		given(exception.getLocation()).willReturn("etcd:/config/checkout/");
		given(exception.getConnection()).willReturn(connection);
		given(exception.getFailure()).willReturn(failure);
		return new LocationUnavailableFailureAnalyzer().analyze(exception, exception);
	}

	private static List<String> lines(String text) {
		return text.lines().toList();
	}

}

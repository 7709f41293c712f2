package io.setpoint.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.setpoint.rollout.Phase;
import io.setpoint.rollout.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People whom an identity provider has signed in.
 */
class IdentityProviderTests {

	private static Shop shop;

	private static IdentityProvider provider;

	private static RunningConsole console;

	@BeforeAll
	static void start() {
		shop = Shop.inMemory();
		provider = new IdentityProvider();
		String[] mapping = { "--setpoint.console.oidc.claim=realm.groups",
				"--setpoint.console.oidc.mapping.payments-team.roles=operator",
				"--setpoint.console.oidc.mapping.payments-team.configurations=pay*",
				"--setpoint.console.oidc.mapping.everybody.roles=viewer" };
		console = RunningConsole.withoutUsers(shop.endpoint(),
				Stream.concat(Arrays.stream(provider.settings()), Arrays.stream(mapping)).toArray(String[]::new));
		for (String name : List.of("payments", "orders")) {
			shop.publish(name, "v1", "ada", "a: 1");
			shop.start(name, "v1", Plan.allAtOnce(Duration.ofHours(1)), "ada", null);
			RunningConsole.await(() -> console.watch().current().find(name) != null
					&& console.watch().current().find(name).state().phase() == Phase.RUNNING);
		}
	}

	@AfterAll
	static void stop() {
		console.close();
		provider.close();
		shop.close();
	}

	private static Visitor visitor(String name, Object groups) {
		provider.signIn(name, Map.of("realm", Map.of("groups", groups)));
		Visitor visitor = new Visitor(console.address());
		Visitor.Answer login = visitor.get("/");
		assertThat(login.page().select("form.login")).isEmpty();
		visitor.get(login.page().selectFirst("a.wide:contains(Sign in with Corp)").attr("href"));
		return visitor;
	}

	@Test
	void valuesOfTheClaimAreRolesWithTheirPatterns() {
		Visitor grace = visitor("grace", List.of("payments-team", "everybody", "others"));
		assertThat(grace.get("/").text()).contains("payments").contains("orders").contains("grace Sign out");
		assertThat(grace.get("/orders/rollout").page().select("#not-abort").text())
			.isEqualTo("You need the role 'operator' for 'orders'.");
		grace.submit(grace.get("/payments/rollout").page().selectFirst("#do-abort form"), Map.of("reason", "enough"));
		assertThat(shop.state("payments").phase()).isEqualTo(Phase.ABORTED);
		assertThat(Shop.done(shop.rollouts("payments").history("payments")))
			.anySatisfy((entry) -> assertThat(entry.by()).isEqualTo("grace"));
	}

	@Test
	void oneValueNeedNotBeAList() {
		assertThat(visitor("vera", "everybody").get("/").text()).contains("orders");
	}

	@Test
	void whoeverHasNoMappedValueSeesNothing() {
		Visitor mallory = visitor("mallory", List.of("SETPOINT_CONSOLE_USER", "admins", "ROLE_VIEWER"));
		assertThat(mallory.get("/").text()).contains("No role is mapped for you").doesNotContain("orders");
		assertThat(mallory.get("/orders/rollout").status()).isEqualTo(404);
	}

	@Test
	void thereIsNoPasswordToComeInByWithoutAProvider() {
		Visitor visitor = new Visitor(console.address());
		assertThat(visitor.get("/-/login").page().select("[name=password]")).isEmpty();
		visitor.post("/-/login", Map.of("username", "admin", "password", "admin"));
		assertThat(visitor.get("/").path()).isEqualTo("/-/login");
	}

	@Test
	void answerThatNobodyAskedForIsRefused() {
		Visitor visitor = new Visitor(console.address());
		assertThat(visitor.get("/login/oauth2/code/corp?code=any&state=forged").text())
			.contains("The identity provider has not let you in");
		assertThat(visitor.get("/").path()).isEqualTo("/-/login");
	}

}

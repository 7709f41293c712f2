package io.setpoint.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.setpoint.Live;
import io.setpoint.cli.Shell.Ran;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Size;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands while an application is alive that judges what they write.
 */
@ExtendWith(OutputCaptureExtension.class)
class LiveJudgesTests extends AbstractCommandTests {

	private static final String KEY = "a key";

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private ConfigurableApplicationContext application;

	@BeforeEach
	void run() {
		run("--setpoint.schema.enabled=true");
	}

	private void run(String setting) {
		SpringApplication application = new SpringApplicationBuilder(Checkout.class).web(WebApplicationType.NONE)
			.build();
		this.application = application.run("--spring.config.import=etcd:/config/shops/checkout/,rollout:checkout",
				"--setpoint.etcd.endpoints=" + etcd.endpoint(), "--setpoint.snapshot.enabled=false",
				"--setpoint.instance.id=shop-1", "--encrypt.key=" + KEY, "--spring.main.banner-mode=off", setting);
		await(() -> etcd.getAll("/fleet/checkout/").values().stream().anyMatch((entry) -> entry.contains("\"build\"")));
	}

	@AfterEach
	void end() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.setpoint", null);
		this.application.close();
	}

	private static void await(BooleanSupplier condition) {
		Awaitility.await().atMost(LIMIT).until(condition::getAsBoolean);
	}

	private Live<Pricing> pricing() {
		return this.application
			.<Live<Pricing>>getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, Pricing.class))
			.getObject();
	}

	@Test
	void versionThatTheFleetRefusesIsNotPublishedAndNamesTheProblem() throws IOException {
		this.application.close();
		etcd.deletePrefix("/schemas/");
		run("--setpoint.schema.enabled=false");
		Ran ran = this.shell.run("publish", "checkout", file("bad.yaml", "pricing:\n  discount: 4711\n"), "--output",
				"json");
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.json().get("problems")).asString()
			.contains("name=pricing.discount, line=2", "must be less than or equal to 90")
			.doesNotContain("4711");
		assertThat(etcd.getAll("/rollouts/checkout/versions/")).isEmpty();
		assertThat(pricing().get().discount()).isZero();
	}

	@Test
	void validateSaysWhatAVersionWouldChangeAndWritesNothing() throws IOException {
		Ran ran = this.shell.run("validate", file("a.yaml", "pricing:\n  discount: 15\n"), "--configuration",
				"checkout");
		assertThat(ran.status()).as(ran.err()).isZero();
		assertThat(ran.out()).contains("  touches ", "Pricing ('pricing')", "  changes pricing.discount\n");
		assertThat(ran.err()).contains("is valid, as judged by document", "fleet");
		await(() -> etcd.getAll("/rollouts/checkout/trials/").isEmpty());
		assertThat(etcd.getAll("/rollouts/checkout/versions/")).isEmpty();
	}

	@Test
	void plainKeysAreJudgedByWhoImportsThem() {
		Ran valid = this.shell.run("validate", "etcd:/config/shops/checkout/pricing/discount=15", "--output", "json");
		assertThat(valid.status()).as(valid.err()).isZero();
		assertThat(valid.json()).containsEntry("changes", List.of("pricing.discount"));
		Ran refused = this.shell.run("put", "etcd:/config/shops/checkout/pricing/discount=4711");
		assertThat(refused.status()).isEqualTo(1);
		assertThat(refused.err()).contains("This is not valid for '/config/shops/checkout/'", "pricing.discount")
			.doesNotContain("4711");
		assertThat(etcd.getAll("/config/")).isEmpty();
		Ran put = this.shell.run("put", "etcd:/config/shops/checkout/pricing/discount=15");
		assertThat(put.out() + put.err()).contains("as judged by document", "fleet").doesNotContain("only");
		await(() -> pricing().get().discount() == 15);
	}

	@Test
	void secretThatIsTriedIsSaidNowhere(CapturedOutput output) throws IOException {
		this.shell.with("ENCRYPT_KEY", KEY).with("SETPOINT_DEBUG", "1");
		String good = encrypted("open sesame");
		String bad = encrypted("open sesame, and more than there is room for");
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.setpoint", LogLevel.TRACE);
		List<Ran> all = List.of(
				this.shell.run("put", "etcd:/config/shops/checkout/pricing/code=" + good, "--output", "json"),
				this.shell.run("validate", file("good.yaml", "pricing.code: '" + good + "'\n"), "--configuration",
						"checkout", "--output", "json"),
				this.shell.run("publish", "checkout", file("bad.yaml", "pricing.code: '" + bad + "'\n"), "--output",
						"json"),
				this.shell.run("put", "etcd:/config/shops/checkout/pricing/code=" + bad),
				this.shell.run("put", "etcd:/config/shops/checkout/pricing/code={cipher}no-cipher"));
		assertThat(all).extracting(Ran::status).containsExactly(0, 0, 1, 1, 1);
		assertThat(all.get(2).json().get("problems")).asString()
			.contains("pricing.code", "size must be between 0 and 20");
		await(() -> pricing().get().code().equals("open sesame"));
		assertThat(all).noneMatch((ran) -> (ran.out() + ran.err()).contains("sesame"));
		assertThat(output).doesNotContain("sesame");
		assertThat(etcd.getAll("/").values()).noneMatch((value) -> value.contains("sesame"));
	}

	private String encrypted(String secret) {
		return this.shell.typing(secret + "\n").run("encrypt").out().strip();
	}

	@Test
	void keyThatNobodyImportsIsSaidToBeJudgedByNoClasses() {
		Ran ran = this.shell.run("put", "etcd:/config/stock/reserve=3", "--output", "json");
		assertThat(ran.status()).as(ran.err()).isZero();
		assertThat(ran.json()).containsEntry("levels", List.of("document"))
			.containsEntry("unheard", List.of("/config/stock/reserve"));
		assertThat(ran.json().get("message")).asString()
			.endsWith("as judged by document only: no live instance announces '/config/stock/'");
	}

	@Test
	void schemaThatWasLeftJudgesPlainKeysWhenEverybodyIsGone() {
		await(() -> !etcd.getAll("/schemas/checkout/").isEmpty());
		this.application.close();
		await(() -> etcd.getAll("/fleet/checkout/").isEmpty());
		Ran refused = this.shell.run("put", "etcd:/config/shops/checkout/pricing/discount=95", "--location",
				"etcd:/config/shops/checkout/");
		assertThat(refused.status()).isEqualTo(1);
		Ran put = this.shell.run("put", "etcd:/config/shops/checkout/pricing/discount=15", "--location",
				"etcd:/config/shops/checkout/");
		assertThat(put.status()).as(put.err()).isZero();
		assertThat(put.err()).contains("as judged by document, schema only: no live instance announces");
	}

	@Test
	void schemaIsLeftAgainWhereEtcdHasForgottenItAndTheInstance() {
		await(() -> !etcd.getAll("/schemas/checkout/").isEmpty());
		etcd.wipe();
		await(() -> !etcd.getAll("/schemas/checkout/").isEmpty());
		assertThat(etcd.getAll("/fleet/checkout/")).isNotEmpty();
	}

	@Test
	void applyWaitsUntilTheFleetRunsTheVersion() throws IOException {
		Ran ran = this.shell.run("apply", "checkout", file("a.yaml", "pricing.discount: 25\n"), "--plan", "all-at-once",
				"--bake", "0s", "--wait", "--timeout", "60s");
		assertThat(ran.status()).as(ran.err()).isZero();
		assertThat(ran.out() + ran.err()).contains("is COMPLETED");
		assertThat(pricing().get().discount()).isEqualTo(25);
	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Pricing.class)
	static class Checkout {

	}

	@ConfigurationProperties("pricing")
	@Validated
	record Pricing(@Max(90) @DefaultValue("0") int discount, @Size(max = 20) @DefaultValue("") String code) {
	}

}

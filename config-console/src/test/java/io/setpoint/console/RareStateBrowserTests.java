package io.setpoint.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.setpoint.rollout.Plan;
import io.setpoint.rollout.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages of a large landscape, and those that refuse something: as accessible as all
 * others, and with a picture each.
 */
@EnabledIf("io.setpoint.console.Browser#isThere")
class RareStateBrowserTests {

	private static final int CONFIGURATIONS = 50;

	private static final int INSTANCES = 20;

	private static final List<String> SPECIAL = List.of("large", "many", "nonsense", "past", "requests", "together");

	private static IdentityProvider provider;

	@RegisterExtension
	private static final BrowserScene scene = new BrowserScene(RareStateBrowserTests::furnish,
			RareStateBrowserTests::settings);

	private static Shop shop;

	private static Browser browser;

	private static Judges judges;

	@BeforeAll
	static void start() {
		shop = scene.shop();
		browser = scene.browser();
		judges = new Judges(shop, "together");
	}

	private static String[] settings() {
		provider = new IdentityProvider();
		return Stream.concat(Stream.of(provider.settings()),
				Stream.of("--setpoint.console.users.pat.password=pat-secret",
						"--setpoint.console.users.pat.roles=operator",
						"--setpoint.console.users.pat.configurations=elsewhere-*"))
			.toArray(String[]::new);
	}

	private static void furnish(Shop shop) {
		shop.history("past", Instant.parse("2025-01-01T00:00:00Z"), 100);
		Stream
			.concat(SPECIAL.stream(),
					IntStream.range(SPECIAL.size(), CONFIGURATIONS).mapToObj("service-%02d"::formatted))
			.forEach((name) -> fill(shop, name));
		shop.versions("many", 500);
		String line = "- a line of a document that is as large as etcd takes one\n";
		shop.publish("large", "v2", "ada", "lines:\n" + line.repeat((Version.MAX_DOCUMENT_BYTES - 7) / line.length()));
		shop.release("large", "v2", "ada", null);
		shop.publish("requests", "v2", "ada", "a: 2");
		shop.start("requests", "v2", Plan.standard(Duration.ofMinutes(10)), "ada", "prices of the autumn");
		shop.put(Shop.KEYS.member("requests", "instance-1"), """
				{"instance":"instance-1","version":"v1","candidate":"v2","revision":1,"verdict":"ACCEPTED"}""");
		shop.put(Shop.KEYS.member("nonsense", "instance-20"), "{\"instance\":");
		shop.put(Shop.KEYS.version("nonsense", "v2"), "[]");
	}

	private static void fill(Shop shop, String name) {
		shop.publish(name, "v1", "ada", "a: 1");
		shop.release(name, "v1", "ada", null);
		shop.build(name, "8f2a61c09d", IntStream.range(0, INSTANCES).mapToObj((i) -> "instance-" + i).toList());
	}

	@AfterAll
	static void stop() {
		judges.close();
		provider.close();
	}

	@ParameterizedTest
	@CsvSource({ "/,overview-large", "/many,many-versions", "/past/history,history-large",
			"/past/history?before=5001,history-later", "/large/edit,edit-large" })
	void largePageIsAccessible(String path, String picture) {
		browser.checkLarge(scene.console().address() + path, picture);
	}

	@ParameterizedTest
	@CsvSource({ "/requests/rollout,requests", "/requests/fleet,requests-fleet", "/nonsense/fleet,fleet-unreadable" })
	void stateIsAccessible(String path, String picture) {
		scene.check(path, picture);
	}

	@Test
	void instanceThatCannotBeReadComesFirst() {
		scene.open("/?find=nonsense");
		assertThat(browser.text(".card.alarming")).contains("1 unreadable");
	}

	@ParameterizedTest
	@CsvSource({ "/-/nowhere,404,page-404,There is no such page.",
			"/nonsense?version=v2,409,version-unreadable,/rollouts/nonsense/versions/v2",
			"/-/fails,500,page-500,its log says where" })
	void whatCannotBeShownSaysWhy(String path, int status, String picture, String sentence)
			throws ReflectiveOperationException {
		if (status == 500) {
			scene.console()
				.context()
				.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
				.registerMapping(RequestMappingInfo.paths(path).build(), new Failure(),
						Failure.class.getDeclaredMethod("fail"));
		}
		scene.check(path, picture);
		assertThat(browser.text("#sentence")).contains(sentence);
		browser.awaitComplaint("status of " + status);
	}

	@Test
	void whoeverMayNotEditIsToldSo() {
		signIn("vic");
		browser.check(elsewhere() + "/many/edit", "page-403");
		assertThat(browser.text("#sentence")).contains("needs the role 'editor' for 'many'");
		browser.awaitComplaint("status of 403");
	}

	@Test
	void whoeverHasRolesForNothingThatIsHereIsNotTaughtToBegin() {
		signIn("pat");
		browser.check(elsewhere() + "/", "overview-of-nothing");
	}

	@Test
	void whoeverHasNoRoleIsToldWhoGivesOne() {
		provider.signIn("mallory", Map.of("groups", List.of("others")));
		browser.open(elsewhere() + "/-/login");
		browser.driver().manage().deleteAllCookies();
		browser.check(elsewhere() + "/-/login", "login-provider");
		browser.click("a.wide");
		browser.awaitOne(".who");
		browser.check(elsewhere() + "/", "overview-without-role");
	}

	private static String elsewhere() {
		return scene.console().address().replace("127.0.0.1", "localhost");
	}

	private static void signIn(String name) {
		browser.open(elsewhere() + "/-/login");
		browser.driver().manage().deleteAllCookies();
		browser.open(elsewhere() + "/-/login");
		browser.signIn(name);
	}

	@Test
	void secondWhoPublishesIsToldWhatTheFirstDid() {
		scene.open("/together/edit");
		write("mine: 1");
		browser.click(".after button");
		browser.find("#publish");
		shop.publish("together", "v2", "eve", "a: 2\ntheirs: true\n");
		browser.click("#publish button");
		browser.find("#theirs");
		assertThat(browser.text(".band.draft")).isEmpty();
		browser.check("overtaken");
		browser.awaitComplaint("status of 409");
	}

	@Test
	@EnabledIfEnvironmentVariable(named = RealEtcd.BINARY, matches = ".+")
	void whatEtcdDeniesIsSaid() throws Exception {
		try (RealEtcd guarded = new RealEtcd()) {
			try (Shop before = new Shop(guarded.endpoint())) {
				fill(before, "denied");
			}
			guarded.allowToRead("looker");
			try (RunningConsole looking = new RunningConsole(guarded.endpoint(), "--setpoint.etcd.user=looker",
					"--setpoint.etcd.password=secret")) {
				RunningConsole.await(() -> looking.watch().current().find("denied") != null);
				String address = looking.address().replace("127.0.0.1", "localhost");
				browser.open(address + "/");
				browser.signIn("boss");
				browser.open(address + "/denied/edit");
				write("mine: 1");
				browser.click(".after button");
				browser.find("#said");
				browser.check("denied");
				browser.awaitComplaint("status of 503");
				browser.open("about:blank");
			}
		}
	}

	private static void write(String line) {
		browser.find("textarea").sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "\n" + line);
	}

	/**
	 * Something that nobody has foreseen.
	 */
	static final class Failure {

		String fail() {
			throw new IllegalStateException("Planted");
		}

	}

}
